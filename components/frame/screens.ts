import Activity from "lucide-react/icons/activity";
import AudioLines from "lucide-react/icons/audio-lines";
import BellRing from "lucide-react/icons/bell-ring";
import ClipboardCheck from "lucide-react/icons/clipboard-check";
import Database from "lucide-react/icons/database";
import FileText from "lucide-react/icons/file-text";
import ListChecks from "lucide-react/icons/list-checks";
import Network from "lucide-react/icons/network";
import Rows3 from "lucide-react/icons/rows-3";
import SlidersHorizontal from "lucide-react/icons/sliders-horizontal";

/** The screens of the rail, in its order; `key` is the second one after "g". */
export const SCREENS = [
  { path: "/overview", label: "Overview", key: "o", icon: Activity, also: [] },
  { path: "/noise", label: "Noise", key: "n", icon: AudioLines, also: ["/signatures"] },
  { path: "/triage", label: "Triage", key: "t", icon: ListChecks, also: [] },
  { path: "/decisions", label: "Decisions", key: "d", icon: ClipboardCheck, also: [] },
  { path: "/load", label: "Load", key: "l", icon: BellRing, also: [] },
  { path: "/load/leaders", label: "Leaders", key: "e", icon: Network, also: [] },
  { path: "/reports", label: "Reports", key: "r", icon: FileText, also: [] },
  { path: "/pages", label: "Pages", key: "p", icon: Rows3, also: [] },
  { path: "/sources", label: "Sources", key: "s", icon: Database, also: [] },
  { path: "/settings/people", label: "Settings", key: "i", icon: SlidersHorizontal, also: ["/settings"] },
] as const;
