package dev.tercet.acceptance.tidy;

import java.util.ArrayList;
import java.util.List;

/** No tabs, no carriage returns, no blanks at a line's end, one newline at the file's end. */
record Whitespace() implements Rule {
  @Override
  public List<TidyFinding> check(SourceFile file, Repository repository) {
    var findings = new ArrayList<TidyFinding>();
    String[] lines = file.text().split("\n", -1);
    for (int index = 0; index < lines.length; index++) {
      String line = lines[index];
      if (line.contains("\t") || line.contains("\r")) {
        findings.add(file.finding(index + 1, "a tab or a carriage return"));
      } else if (line.endsWith(" ")) {
        findings.add(file.finding(index + 1, "blanks at the end of the line"));
      }
    }
    if (!file.text().endsWith("\n") || file.text().endsWith("\n\n")) {
      findings.add(file.finding(lines.length, "the file does not end in exactly one newline"));
    }
    return findings;
  }
}
