"use client";

import { useQuery } from "@tanstack/react-query";
import { Panel } from "@/components/panels/panel";
import { viewOf } from "@/components/panels/view";
import { digestsQuery } from "@/components/queries/digests";
import type { DigestsView } from "@/lib/contract/digests";
import { DigestForm } from "./digest-form";
import { DigestRow } from "./digest-row";

/** What is sent by itself, where to, and what became of it. */
export function DigestsScreen() {
  const view = viewOf(useQuery(digestsQuery));
  return (
    <div className="space-y-5">
      <header>
        <h1 className="text-[1.375rem] leading-8 font-medium tracking-tight">Digests</h1>
        <p className="mt-0.5 max-w-prose text-ink-2">
          The week in three figures, three alerts and one thing to decide, and a reminder of verdicts after a shift.
          They never name a person.
        </p>
      </header>
      <Panel question="What is sent by itself?" view={view} height={200}>
        {(data) => <List data={data} />}
      </Panel>
      <Panel question="Add one" view={view} height={240}>
        {(data) => <Add data={data} />}
      </Panel>
    </div>
  );
}

function List({ data }: { data: DigestsView }) {
  return (
    <>
      {data.digests.length === 0 ? (
        <p className="text-ink-2">Nothing yet.</p>
      ) : (
        <ul className="divide-y">
          {data.digests.map((digest) => (
            <DigestRow key={digest.id} digest={digest} data={data} />
          ))}
        </ul>
      )}
      <Missing data={data} />
    </>
  );
}

/** What is not set, and what comes of it. */
function Missing({ data: { mail, publicUrl, pictures, sharing, digests } }: { data: DigestsView }) {
  const links = digests.some(({ kind, channel }) => kind === "weekly" && channel !== "email");
  const missing = [
    ...(mail ? [] : ["Mail is off: SQUELCH_SMTP_URL and SQUELCH_MAIL_FROM are not set."]),
    ...(publicUrl ? [] : ["Without PUBLIC_URL links are left out, and a mail cannot be ended by one click."]),
    ...(pictures ? [] : ["Digests go without pictures: no Chromium was found. SQUELCH_CHROMIUM names one."]),
    ...(sharing || !pictures || !links
      ? []
      : ["Slack and other addresses get no pictures: share links are off. An admin may allow them under Privacy."]),
  ];
  if (missing.length === 0) return null;
  return (
    <ul className="mt-3 space-y-0.5 text-xs text-ink-3">
      {missing.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}

function Add({ data }: { data: DigestsView }) {
  if (!data.mayChange && !data.linked)
    return (
      <p className="max-w-prose text-ink-2">
        A reminder is of your own shifts, and nobody has said yet which of the people you are. An admin can, under
        People.
      </p>
    );
  return <DigestForm data={data} />;
}
