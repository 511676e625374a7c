package dev.tercet.acceptance.tidy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every link of a document leads to a file, a folder, a heading or a line that is there. */
record MarkdownLinks() implements Rule {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("(?s)```.*?```|`[^`\\n]*`");
  private static final Pattern LINE = Pattern.compile("L([1-9]\\d{0,5})");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.*)$");

  @Override
  public List<TidyFinding> check(SourceFile file, Repository repository) {
    var findings = new ArrayList<TidyFinding>();
    if (file.isMarkdown()) {
      String prose = CODE.matcher(file.text()).replaceAll(it -> " ".repeat(it.group().length()));
      for (MatchResult link : LINK.matcher(prose).results().toList()) {
        String target = link.group(1);
        if (!target.contains(":") && !leadsSomewhere(file, target, repository)) {
          findings.add(file.findingAt(link.start(), "the link " + target + " leads nowhere"));
        }
      }
    }
    return findings;
  }

  private static boolean leadsSomewhere(SourceFile from, String target, Repository repository) {
    int hash = target.indexOf('#');
    String relative = hash < 0 ? target : target.substring(0, hash);
    String path =
        relative.isEmpty()
            ? from.path()
            : Path.of(from.path()).resolveSibling(relative).normalize().toString();
    if (!repository.exists(path)) {
      return false;
    }
    SourceFile there = repository.file(path);
    return hash < 0 || (there != null && hasAnchor(there, target.substring(hash + 1)));
  }

  /** A heading of a document, or a line of a source on which something stands. */
  private static boolean hasAnchor(SourceFile file, String anchor) {
    if (file.isMarkdown()) {
      return headings(file).contains(anchor);
    }
    Matcher line = LINE.matcher(anchor);
    return line.matches()
        && file.lines().stream()
            .skip(Long.parseLong(line.group(1)) - 1)
            .findFirst()
            .filter(it -> !it.isBlank())
            .isPresent();
  }

  /** The anchors that a renderer gives to the headings. */
  private static List<String> headings(SourceFile file) {
    return HEADING
        .matcher(file.text())
        .results()
        .map(it -> it.group(1).strip().toLowerCase(Locale.ROOT))
        .map(it -> it.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }
}
