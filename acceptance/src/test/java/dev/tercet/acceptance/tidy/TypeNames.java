package dev.tercet.acceptance.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A class is a noun of the vocabulary or a verb phrase of the flow, never a word for anything. */
record TypeNames() implements Rule {
  private static final Pattern TYPE =
      Pattern.compile("\\b(?:class|interface|record|enum)\\s+([A-Z]\\w*)");
  private static final Pattern EMPTY_WORD =
      Pattern.compile(
          "(?:Utils?|Helpers?|Manager|Impl|Common|Misc)(?![a-z])|^(?:Base|Abstract)(?![a-z])|Base$");
  private static final Pattern PACKAGE = Pattern.compile("(?m)^package\\s+([\\w.]+);");
  private static final Pattern EMPTY_PACKAGE =
      Pattern.compile("\\b(?:utils?|helpers?|managers?|impl|common|misc|base)\\b");

  @Override
  public List<TidyFinding> check(SourceFile file, Repository repository) {
    var findings = new ArrayList<TidyFinding>();
    if (file.isJava()) {
      String code = JavaText.of(file).code();
      TYPE.matcher(code)
          .results()
          .filter(it -> EMPTY_WORD.matcher(it.group(1)).find())
          .forEach(it ->
              findings.add(
                  file.findingAt(it.start(1), "the name " + it.group(1) + " says nothing")));
      PACKAGE
          .matcher(code)
          .results()
          .filter(it -> EMPTY_PACKAGE.matcher(it.group(1)).find())
          .forEach(it ->
              findings.add(
                  file.findingAt(it.start(1), "the package " + it.group(1) + " says nothing")));
    }
    return findings;
  }
}
