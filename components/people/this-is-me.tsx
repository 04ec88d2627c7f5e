import { Button } from "@/components/ui/button";
import type { PersonView } from "@/lib/contract/people";
import { linkChange } from "./use-people-changes";

type Props = {
  person: PersonView;
  me: string | null;
  pending: boolean;
  onLink: (change: ReturnType<typeof linkChange>) => void;
};

/** Says which person the admin is, which decides whose load they see by name; the audit log notes it. */
export function ThisIsMe({ person, me, pending, onLink }: Props) {
  const isMe = person.id === me;
  return (
    <p className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1">
      <Button size="small" disabled={pending} onClick={() => onLink(linkChange(person, isMe ? null : person.id, me))}>
        {isMe ? "This is not me" : "This is me"}
      </Button>
      <span className="text-xs text-ink-3">
        Decides whose load you see by name: your own, and that of your team and the people you lead. It is noted in the
        audit log.
      </span>
    </p>
  );
}
