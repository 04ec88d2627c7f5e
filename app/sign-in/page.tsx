import type { Metadata } from "next";
import { SignIn } from "@/components/frame/sign-in";

export const metadata: Metadata = { title: "Sign in" };

export default function SignInScreen() {
  return <SignIn />;
}
