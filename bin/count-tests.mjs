/** Reads the JSON report of Vitest or of Playwright. A report that is missing counts nothing: its stage has failed. */
export function testsOf(report) {
  if (!report) return { passed: 0, failed: 0, skipped: 0 };
  if (report.stats) {
    const { expected, flaky, unexpected, skipped } = report.stats;
    // Errors outside any test, such as a server that did not start.
    return { passed: expected + flaky, failed: unexpected + (report.errors?.length ?? 0), skipped };
  }
  // A file that could not be loaded has no tests to count, and has failed all the same.
  const unreadable = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unreadable.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Failed tests, and one for each failed stage that counts none itself: the last line never says 0 when something failed. */
export function failuresOf(failedStages, failedTests) {
  const tests = Object.values(failedTests).reduce((sum, count) => sum + count, 0);
  return tests + failedStages.filter((stage) => !failedTests[stage]).length;
}
