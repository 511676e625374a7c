package dev.tercet.acceptance.tidy;

/**
 * A place where a rule does not hold, and why.
 *
 * @param path a file, or a folder with a slash at its end
 */
record Exemption(String rule, String path, String reason) {
  boolean covers(String brokenRule, TidyFinding finding) {
    return rule.equals(brokenRule)
        && (path.endsWith("/") ? finding.path().startsWith(path) : finding.path().equals(path));
  }
}
