package dev.tercet.acceptance.tidy;

import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A simple name stands once in a module, so that whoever reads it knows which class is meant. The
 * names of the domain and of its ports stand once in the whole program.
 */
record OneName() implements Rule {
  private static final Pattern TYPE =
      Pattern.compile("(?m)^(?:[a-z-]+ )*(?:class|interface|record|enum|@interface) ([A-Z]\\w*)");

  private static final String DOMAIN = "saga";

  /** They run the program or its stores from outside; their words are not the program's. */
  private static final Set<String> OUTSIDE = Set.of("acceptance");

  @Override
  public List<TidyFinding> check(SourceFile file, Repository repository) {
    if (!file.isJava()) {
      return List.of();
    }
    return TYPE.matcher(JavaText.of(file).code())
        .results()
        .flatMap(type ->
            repository.files().stream()
                .filter(other -> isSecond(file, type, other))
                .map(other -> finding(file, type, other)))
        .toList();
  }

  private static boolean isSecond(SourceFile file, MatchResult type, SourceFile other) {
    if (other.path().equals(file.path())
        || !other.path().endsWith("/" + type.group(1) + ".java")
        || !other.path().contains("/src/")) {
      return false;
    }
    String here = module(file);
    String there = module(other);
    return here.equals(there)
        || (here.equals(DOMAIN) && !OUTSIDE.contains(there))
        || (there.equals(DOMAIN) && !OUTSIDE.contains(here));
  }

  private static TidyFinding finding(SourceFile file, MatchResult type, SourceFile other) {
    return file.findingAt(
        type.start(1), "the name " + type.group(1) + " is also that of " + other.path());
  }

  private static String module(SourceFile file) {
    return file.path().substring(0, file.path().indexOf('/') + 1).replace("/", "");
  }
}
