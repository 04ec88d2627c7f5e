import { type Problem, ProblemError, problemOf } from "@/components/queries/fetch-json";
import type { ImportView } from "@/lib/contract/sources";

const UNREACHED: Problem = {
  title: "The file did not arrive",
  detail: "The connection broke before all of it was sent. Nothing was imported; drop the file again.",
  status: 0,
  requestId: null,
};

/** Sends a file as it is. XMLHttpRequest, because fetch does not tell how much has been sent. */
export function upload(file: File, onProgress: (sent: number) => void, signal: AbortSignal): Promise<ImportView> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", "/api/imports");
    request.setRequestHeader("x-squelch", "1");
    request.setRequestHeader("x-squelch-file-name", encodeURIComponent(file.name));
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = ({ loaded }) => onProgress(loaded);
    request.onerror = () => reject(new ProblemError(UNREACHED));
    request.onabort = () => reject(new DOMException("Stopped", "AbortError"));
    request.onload = () => {
      if (request.status < 200 || request.status > 299)
        return reject(new ProblemError(problemOf(request.status, request.responseText)));
      try {
        resolve(JSON.parse(request.responseText) as ImportView);
      } catch (cause) {
        reject(cause);
      }
    };
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}
