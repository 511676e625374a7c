package dev.tercet.acceptance.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A comment that cites a document, such as {@code docs/protocol.md §3}, cites what is there. */
record CitedSections() implements Rule {
  private static final Pattern CITATION =
      Pattern.compile(
          "(?<![\\w/])(docs/[\\w/-]+\\.md|[A-Z]+\\.md)\\b(?:,?[\\s*-]+(?:section[\\s*-]+|§)(\\d+))?");

  @Override
  public List<TidyFinding> check(SourceFile file, Repository repository) {
    var findings = new ArrayList<TidyFinding>();
    if (!file.isMarkdown()) {
      for (MatchResult citation : CITATION.matcher(file.text()).results().toList()) {
        Optional<SourceFile> document = document(citation.group(1), repository);
        String section = citation.group(2);
        if (document.isEmpty()) {
          findings.add(
              file.findingAt(citation.start(), "there is no document " + citation.group(1)));
        } else if (section != null && !hasSection(document.get(), section)) {
          findings.add(
              file.findingAt(citation.start(), citation.group(1) + " has no section " + section));
        }
      }
    }
    return findings;
  }

  private static Optional<SourceFile> document(String name, Repository repository) {
    return repository.files().stream()
        .filter(it -> ("/" + it.path()).endsWith("/" + name))
        .findFirst();
  }

  private static boolean hasSection(SourceFile document, String section) {
    return document.lines().stream().anyMatch(it -> it.startsWith("## " + section + "."));
  }
}
