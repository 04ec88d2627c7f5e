import Bell from "lucide-react/icons/bell";
import CircleDashed from "lucide-react/icons/circle-dashed";
import Mail from "lucide-react/icons/mail";
import MessageSquare from "lucide-react/icons/message-square";
import MessagesSquare from "lucide-react/icons/messages-square";
import Phone from "lucide-react/icons/phone";
import type { Channel } from "@/lib/model/page-event";

const ICONS = {
  push: Bell,
  sms: MessageSquare,
  phone: Phone,
  email: Mail,
  chat: MessagesSquare,
  unknown: CircleDashed,
};

/** Beside the word, never alone. */
export function ChannelIcon({ channel, small }: { channel: Channel; small?: boolean }) {
  const Icon = ICONS[channel];
  return <Icon className={small ? "size-3.5 text-ink-2" : "size-4 shrink-0 text-ink-3"} aria-hidden />;
}
