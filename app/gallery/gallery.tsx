"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { DecisionsPanels } from "@/components/decision/decisions-screen";
import { SquashedPanel } from "@/components/decision/squashed-panel";
import { hrefTo } from "@/components/format/href";
import { AlarmBars } from "@/components/frame/alarm-banner";
import { Frame } from "@/components/frame/frame";
import { LeadersPanels } from "@/components/leaders/leaders-panels";
import { DeliveryPanels } from "@/components/ledger/delivery-panels";
import { LedgerPanels } from "@/components/ledger/ledger-screen";
import { RecordsPanel } from "@/components/ledger/records-screen";
import { AcknowledgePanel } from "@/components/load/acknowledge-panel";
import { LoadHeatPanel } from "@/components/load/load-heat-panel";
import { LoadLead } from "@/components/load/load-lead";
import { LoadPanels } from "@/components/load/load-screen";
import { LoadTrendPanel } from "@/components/load/load-trend-panel";
import { PeopleLoadPanel } from "@/components/load/people-load-panel";
import { TeamsPanel } from "@/components/load/teams-panel";
import { WakingPanel } from "@/components/load/waking-panel";
import { ExplainPanel } from "@/components/panels/explain-panel";
import { FiguresPanel } from "@/components/panels/figures-panel";
import { LeadPanel } from "@/components/panels/lead-panel";
import { NoisePanels } from "@/components/panels/noise-screen";
import { NotificationsPanel } from "@/components/panels/notifications-panel";
import { PagePanels } from "@/components/panels/page-panels";
import { PagesPanel } from "@/components/panels/pages-screen";
import { PeoplePanel } from "@/components/panels/people-panel";
import { PersonPanels } from "@/components/panels/person-panels";
import { ReasonsPanel } from "@/components/panels/reasons-panel";
import { SignaturePanels } from "@/components/panels/signature-panels";
import { SignatureTrendPanel } from "@/components/panels/signature-trend-panel";
import { TopTenPanel } from "@/components/panels/top-ten-panel";
import { TrendPanel } from "@/components/panels/trend-panel";
import { TrendsPanel } from "@/components/panels/trends-panel";
import type { View } from "@/components/panels/view";
import { VotesPanel } from "@/components/panels/votes-panel";
import { WorstPanel } from "@/components/panels/worst-panel";
import { PeoplePanels } from "@/components/people/people-screen";
import { dataStateQuery } from "@/components/queries/data-state";
import { alarmsQuery } from "@/components/queries/sources";
import { ComparisonPanel } from "@/components/report/comparison-panel";
import { Meeting } from "@/components/report/meeting";
import { ReportBar } from "@/components/report/report-bar";
import { ReportPanels } from "@/components/report/report-screen";
import { WeeksPanel } from "@/components/report/reports-screen";
import { ConnectionsPanels } from "@/components/settings/connections-screen";
import { HoursPanels } from "@/components/settings/hours-screen";
import { NoiseSettingsPanels } from "@/components/settings/noise-settings-screen";
import { OrganisationPanels } from "@/components/settings/organisation-screen";
import { PrivacyPanels } from "@/components/settings/privacy-screen";
import { ArrivedCard } from "@/components/sources/arrived-card";
import { BackfillPanel } from "@/components/sources/backfill-panel";
import { ConfiguredSources } from "@/components/sources/configured-sources";
import { ImportCard } from "@/components/sources/import-card";
import { PreviewCard } from "@/components/sources/preview-card";
import { SourceHealthPanel } from "@/components/sources/source-health-panel";
import { SourcePanels } from "@/components/sources/source-screen";
import { SourcesPanels } from "@/components/sources/sources-screen";
import { UnfinishedCard } from "@/components/sources/unfinished-card";
import { UploadCard } from "@/components/sources/upload-card";
import { TriagePanels } from "@/components/triage/triage-screen";
import { BestSetPanel } from "@/components/what-if/best-set-screen";
import { WhatIfView } from "@/components/what-if/what-if-panel";
import type { PagesFilter } from "@/lib/contract/filter";
import { TriageFilter } from "@/lib/contract/triage";
import type { WeeklyReport } from "@/lib/contract/weekly-report";
import { Charts } from "./charts";
import { activityView, decisionsView, squashedView } from "./decision-samples";
import { takenBack, unfinished, unmapped, uploads } from "./import-samples";
import { noiseSettings, oneTrend, trends } from "./judge-samples";
import { leaderAlerts, leadersView, notMineView } from "./leaders-samples";
import { delivery, ledgerView, peopleView, recordRows } from "./ledger-samples";
import { load, loadHidden } from "./load-samples";
import { personOwn, personSeen } from "./person-samples";
import { comparison, report, reportHidden, reportsList } from "./report-samples";
import {
  noise,
  overview,
  page,
  pageRows,
  range,
  state as sampleState,
  signature,
  signatureShape,
  sources,
  uploaded,
} from "./samples";
import { hoursSettings, organisationView, privacySettings } from "./settings-samples";
import { alarms, backfills, configured, source } from "./source-samples";
import { connectionsView, triageView } from "./triage-samples";
import { bestSet, whatIf } from "./what-if-samples";

const FILTER: PagesFilter = { from: "now-1w/w", to: "now-1w/w", compare: "previous", sort: "opened", dir: "desc" };
const TRIAGE_FILTER = TriageFilter.parse({});
const NOTHING = () => {};

const OTHER_STATES: readonly View<never>[] = [
  { kind: "loading" },
  {
    kind: "empty",
    why: "No pages are here yet. Import an export of your pager and this fills within a minute.",
    next: { label: "Import my export", href: hrefTo("/sources") },
  },
  {
    kind: "nothing-in-range",
    why: "No pages in 9 – 15 Nov 2026.",
    next: [
      { label: "Show 2 Nov 2026 – 8 Nov 2026", href: hrefTo("/overview", { from: "2026-11-02", to: "2026-11-08" }) },
    ],
  },
  {
    kind: "error",
    problem: {
      title: "Something broke on our side",
      detail: "The error is in the log under this request id.",
      status: 500,
      requestId: "6f1c2a34-5b0e-4d2a-9a59-2f6a0f9b7c11",
    },
    retry: NOTHING,
  },
  { kind: "not-allowed", rule: "fewer than 5 people are in this group." },
];

const ready = <T,>(data: T): View<T> => ({ kind: "ready", data });

/** Each screen with the view it is given; null stands for its own data. */
const SCREENS: Record<string, (other: View<never> | null) => ReactNode> = {
  overview: (other) => {
    const view = other ?? ready(overview);
    return (
      <div className="space-y-5">
        <LeadPanel view={view} filter={FILTER} />
        <FiguresPanel view={view} filter={FILTER} />
        <WorstPanel view={view} filter={FILTER} />
        <div className="grid gap-5 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <TrendPanel view={view} filter={FILTER} />
          <PeoplePanel view={other ?? ready(overview)} filter={FILTER} />
        </div>
      </div>
    );
  },
  "noise-settings": (other) => <NoiseSettingsPanels view={other ?? ready(noiseSettings)} />,
  organisation: (other) => <OrganisationPanels view={other ?? ready(organisationView)} />,
  hours: (other) => <HoursPanels view={other ?? ready(hoursSettings)} />,
  privacy: (other) => <PrivacyPanels view={other ?? ready(privacySettings)} />,
  decisions: (other) => (
    <DecisionsPanels
      view={other ?? ready(decisionsView)}
      activity={other ?? ready(activityView)}
      more={null}
      filter={FILTER}
    />
  ),
  squashed: (other) => <SquashedPanel view={other ?? ready(squashedView)} filter={FILTER} />,
  leaders: (other) => (
    <LeadersPanels
      view={other ?? ready(leadersView)}
      alerts={other ?? ready(leaderAlerts)}
      besideAlerts={[ready(leaderAlerts), ready({ ...leaderAlerts, alerts: [], hidden: "small" })]}
      notMine={other ?? ready(notMineView)}
      filter={{ ...FILTER, beside: "1,2" }}
    />
  ),
  noise: (other) => <NoisePanels view={other ?? ready(noise)} trends={other ?? ready(trends)} filter={FILTER} />,
  signature: (other) => (
    <SignaturePanels
      id="1"
      view={other ?? ready(signature)}
      shape={other ?? ready(signatureShape)}
      trend={other ?? ready(oneTrend)}
      filter={FILTER}
    />
  ),
  triage: (other) => <TriagePanels view={other ?? ready(triageView)} filter={TRIAGE_FILTER} />,
  connections: (other) => <ConnectionsPanels view={other ?? ready(connectionsView)} zone="Europe/London" />,
  "best-set": (other) => <BestSetPanel view={other ?? ready(bestSet)} filter={FILTER} />,
  "what-if": (other) => <WhatIfView view={other ?? ready(whatIf)} kind="hold" onKind={NOTHING} onChoose={NOTHING} />,
  pages: (other) => (
    <PagesPanel
      view={other ?? ready({ rows: pageRows, total: 144, range, more: false })}
      filter={FILTER}
      loadingMore={false}
      onMore={NOTHING}
    />
  ),
  page: (other) => <PagePanels id="1" view={other ?? ready(page)} zone="Europe/London" filter={FILTER} />,
  sources: (other) => (
    <div className="space-y-5">
      {uploaded.preview && (
        <PreviewCard item={uploaded} preview={uploaded.preview} sample zone="Europe/London" onLeave={NOTHING} />
      )}
      <SourcesPanels
        view={other ?? ready({ ...sources, configured: [...configured] })}
        zone="Europe/London"
        canChange
      />
    </div>
  ),
  source: (other) => (
    <SourcePanels
      view={other ?? ready(source)}
      backfills={other ?? ready(backfills)}
      origin="http://127.0.0.1:3000"
      zone="Europe/London"
      canChange
    />
  ),
  alarms: () => (
    <AlarmBars
      failing={alarms.sources.filter(({ kind }) => kind !== "quiet")}
      quiet={alarms.sources.filter(({ kind }) => kind === "quiet")}
      spool={alarms.spool}
      notReady="the database does not answer"
      onPutAside={NOTHING}
    />
  ),
  imports: () => IMPORTS,
  ledger: (other) => <LedgerPanels view={other ?? ready(ledgerView)} params={{}} canChange />,
  records: (other) => (
    <RecordsPanel
      view={other ?? ready({ rows: recordRows, more: true })}
      filter={{ from: ledgerView.from, to: ledgerView.to, source: "1", outcome: "rejected" }}
      params={{}}
      sources={ledgerView.sources}
      zone="Europe/London"
      canChange
      loadingMore={false}
      onMore={NOTHING}
    />
  ),
  delivery: (other) => <DeliveryPanels view={other ?? ready(delivery)} zone="Europe/London" canChange />,
  report: (other) => <Report view={other ?? ready(report)} />,
  "report-hidden": (other) => <Report view={other ?? ready(reportHidden)} />,
  reports: (other) => <WeeksPanel view={other ?? ready(reportsList)} filter={{}} />,
  meeting: () => <MeetingShown />,
  load: (other) => <LoadPanels view={other ?? ready(load)} filter={FILTER} />,
  "load-hidden": (other) => <LoadPanels view={other ?? ready(loadHidden)} filter={FILTER} />,
  person: (other) => <PersonPanels id="4" view={other ?? ready(personOwn)} filter={FILTER} />,
  "person-seen": (other) => <PersonPanels id="4" view={other ?? ready(personSeen)} filter={FILTER} />,
  "people-accounts": (other) => <PeoplePanels view={other ?? ready(peopleView)} zone="Europe/London" canChange />,
  tables: () =>
    ["overview", "noise", "triage", "load", "leaders", "pages", "decisions", "ledger", "records"]
      .concat("report", "signature", "person", "what-if")
      .map((name) => (
        <section key={name} aria-label={name}>
          {SCREENS[name]?.(null)}
        </section>
      )),
};

function Report({ view }: { view: View<WeeklyReport> }) {
  return (
    <div className="print-upright space-y-5">
      <ReportBar
        week={report.week}
        filter={{}}
        report={view.kind === "ready" ? view.data : null}
        isComparing
        onCompare={NOTHING}
        onMeet={NOTHING}
      />
      <ComparisonPanel view={view.kind === "ready" ? ready(comparison) : view} range={report.range} />
      <ReportPanels view={view} subject={{}} />
    </div>
  );
}

function MeetingShown() {
  const [step, setStep] = useState(0);
  return <Meeting report={report} filter={{}} step={step} onStep={setStep} onLeave={() => setStep(0)} />;
}

/** Files from their drop to their end, in every phase. */
const IMPORTS = (
  <div className="space-y-5">
    {uploads.map((upload) => (
      <UploadCard key={upload.key} upload={upload} zone="Europe/London" onRemove={NOTHING} />
    ))}
    <UnfinishedCard item={unfinished} zone="Europe/London" onFile={NOTHING} />
    <ArrivedCard item={uploaded} sample onOpen={NOTHING} />
    <PreviewCard item={unmapped} preview={unmapped.preview} sample={false} zone="Europe/London" onLeave={NOTHING} />
    <ImportCard item={takenBack} zone="Europe/London" />
  </div>
);

/** Each panel by its name, for the five states side by side. */
const PANELS: Record<string, (other: View<never>) => ReactNode> = {
  "load-lead": (view) => <LoadLead view={view} filter={FILTER} links={FILTER} />,
  "load-people": (view) => <PeopleLoadPanel view={view} filter={FILTER} links={FILTER} />,
  "load-alerts": (view) => <WakingPanel view={view} links={FILTER} />,
  "load-trend": (view) => <LoadTrendPanel view={view} links={FILTER} />,
  "load-teams": (view) => <TeamsPanel view={view} filter={FILTER} links={FILTER} />,
  "load-heat": (view) => <LoadHeatPanel view={view} links={FILTER} />,
  "load-acknowledge": (view) => <AcknowledgePanel view={view} links={FILTER} />,
  lead: (view) => <LeadPanel view={view} filter={FILTER} />,
  figures: (view) => <FiguresPanel view={view} filter={FILTER} />,
  worst: (view) => <WorstPanel view={view} filter={FILTER} />,
  trend: (view) => <TrendPanel view={view} filter={FILTER} />,
  people: (view) => <PeoplePanel view={view} filter={FILTER} />,
  "top-ten": (view) => <TopTenPanel view={view} filter={FILTER} />,
  reasons: (view) => <ReasonsPanel view={view} chosen={null} onChoose={NOTHING} />,
  notifications: (view) => <NotificationsPanel view={view} />,
  votes: (view) => <VotesPanel view={view} />,
  explain: (view) => <ExplainPanel view={view} zone="Europe/London" filter={FILTER} />,
  trends: (view) => <TrendsPanel view={view} chosen={null} onChoose={NOTHING} filter={FILTER} />,
  "signature-trend": (view) => <SignatureTrendPanel view={view} zone="Europe/London" filter={FILTER} />,
  "noise-settings": (view) => <NoiseSettingsPanels view={view} />,
  report: (view) => <ReportPanels view={view} subject={{}} />,
  reports: (view) => <WeeksPanel view={view} filter={{}} />,
  comparison: (view) => <ComparisonPanel view={view} range={report.range} />,
  decisions: (view) => <DecisionsPanels view={view} activity={view} more={null} filter={FILTER} />,
  squashed: (view) => <SquashedPanel view={view} filter={FILTER} />,
  triage: (view) => <TriagePanels view={view} filter={TRIAGE_FILTER} />,
  connections: (view) => <ConnectionsPanels view={view} zone="Europe/London" />,
  "best-set": (view) => <BestSetPanel view={view} filter={FILTER} />,
  organisation: (view) => <OrganisationPanels view={view} />,
  hours: (view) => <HoursPanels view={view} />,
  privacy: (view) => <PrivacyPanels view={view} />,
  "configured-sources": (view) => <ConfiguredSources view={view} zone="Europe/London" canChange />,
  "source-health": (view) => <SourceHealthPanel view={view} zone="Europe/London" />,
  backfills: (view) => <BackfillPanel source={null} view={view} zone="Europe/London" canChange />,
  ledger: (view) => <LedgerPanels view={view} params={{}} canChange />,
  delivery: (view) => <DeliveryPanels view={view} zone="Europe/London" canChange />,
  "people-accounts": (view) => <PeoplePanels view={view} zone="Europe/London" canChange />,
};

export function Gallery({ show, state }: { show: string; state: string | null }) {
  const queries = useQueryClient();
  queries.setQueryData(dataStateQuery.queryKey, sampleState);
  queries.setQueryData(alarmsQuery.queryKey, show === "source" ? alarms : { sources: [], spool: null });
  const screen = SCREENS[show];
  const other = OTHER_STATES.find(({ kind }) => kind === state) ?? null;
  if (show === "charts") return <Charts />;
  if (screen) return <Frame>{screen(other)}</Frame>;
  return (
    <main className="mx-auto max-w-[1600px] space-y-8 p-6">
      <h1 className="text-2xl font-medium tracking-tight">Every panel in each state</h1>
      {Object.entries(PANELS).map(([name, render]) => (
        <section key={name} aria-label={name}>
          <h2 className="mb-2 font-mono text-xs text-ink-3">{name}</h2>
          <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-5">
            {OTHER_STATES.map((view) => (
              <div key={view.kind} className="min-w-0">
                {render(view)}
              </div>
            ))}
          </div>
        </section>
      ))}
    </main>
  );
}
