"use client";

import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useLayoutEffect,
  useRef,
  useSyncExternalStore,
} from "react";

type Keys = Record<string, () => void>;
type Switch = { on: boolean; setOn: (on: boolean) => void };

const STORED = "squelch.single-keys";
/** Time between the two keys of a sequence such as "g o". */
const SEQUENCE_MS = 1200;

const KeysContext = createContext<Switch>({ on: true, setOn: () => {} });

/** Single keys can be switched off (WCAG 2.1.4); the choice stays in the browser. */
export function KeysProvider({ children }: { children: ReactNode }) {
  const on = useSyncExternalStore(
    onStored,
    () => localStorage.getItem(STORED) !== "off",
    () => true,
  );
  return <KeysContext value={{ on, setOn: store }}>{children}</KeysContext>;
}

const CHANGED = "squelch:keys";

function onStored(changed: () => void): () => void {
  const names = [CHANGED, "storage"];
  for (const name of names) window.addEventListener(name, changed);
  return () => {
    for (const name of names) window.removeEventListener(name, changed);
  };
}

function store(on: boolean): void {
  localStorage.setItem(STORED, on ? "on" : "off");
  window.dispatchEvent(new Event(CHANGED));
}

export function useKeysSwitch(): Switch {
  return useContext(KeysContext);
}

/** `first`: before all others, as for the letter that answers a question. */
type Options = { first?: boolean };

/**
 * Calls what belongs to a key ("j", "Enter", "?") or to two in a row ("g o"). Never in inputs, dialogs or lists, and
 * never with a modifier: those belong to the browser.
 */
export function useKeys(keys: Keys, { first: isFirst = false }: Options = {}): void {
  const { on } = useKeysSwitch();
  const latest = useRef(keys);
  // With the picture, not after it: a key means what is on the screen.
  useLayoutEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    if (!on) return;
    let first: { key: string; at: number } | null = null;
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isBusy(event.target)) return;
      // Enter on a link or button is theirs.
      if (event.key === "Enter" && event.target instanceof HTMLElement && event.target.closest("a, button")) return;
      const pair = first && event.timeStamp - first.at < SEQUENCE_MS ? `${first.key} ${event.key}` : null;
      const handler =
        (pair && latest.current[pair]) || (pair && startsPair(first?.key) ? null : latest.current[event.key]);
      // The second of a pair begins no other: "v t" then "d" is no range.
      first = pair && startsPair(first?.key) ? null : { key: event.key, at: event.timeStamp };
      if (!handler) return;
      event.preventDefault();
      handler();
    };
    window.addEventListener("keydown", listen, isFirst);
    return () => window.removeEventListener("keydown", listen, isFirst);
  }, [on, isFirst]);
}

function startsPair(key: string | undefined): boolean {
  return key === "g" || key === "t" || key === "v";
}

function isBusy(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest("input, textarea, select, [role=dialog], [role=listbox], [role=menu]") !== null)
  );
}
