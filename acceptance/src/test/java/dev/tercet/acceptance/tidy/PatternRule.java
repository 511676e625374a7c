package dev.tercet.acceptance.tidy;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A rule that says "this must not stand anywhere".
 *
 * @param files which files it is about
 * @param view the part of a file to look at, with the offsets of the whole
 * @param message what to say; {@code %s} is what was found
 */
record PatternRule(
    Predicate<SourceFile> files,
    Function<SourceFile, String> view,
    Pattern forbidden,
    String message)
    implements Rule {

  /** Looks at code only, not at comments and literals. */
  static PatternRule inCode(String forbidden, String message) {
    return new PatternRule(
        SourceFile::isJava, file -> JavaText.of(file).code(), Pattern.compile(forbidden), message);
  }

  /** Looks at the program as it stands, with its statements, and not at tests. */
  static PatternRule inProgram(String forbidden, String message) {
    return new PatternRule(
        file -> file.isJava() && !file.isTest(),
        SourceFile::text,
        Pattern.compile(forbidden),
        message);
  }

  /** Looks at the program of some modules only. */
  static PatternRule inModules(Set<String> modules, String forbidden, String message) {
    PatternRule program = inProgram(forbidden, message);
    return new PatternRule(
        file ->
            program.files().test(file)
                && modules.stream().anyMatch(it -> file.path().startsWith(it + "/")),
        program.view(),
        program.forbidden(),
        message);
  }

  /** Looks at every text file as it stands. */
  static PatternRule anywhere(String forbidden, String message) {
    return new PatternRule(
        _ -> true, SourceFile::text, Pattern.compile(forbidden, Pattern.MULTILINE), message);
  }

  @Override
  public List<TidyFinding> check(SourceFile file, Repository repository) {
    if (!files.test(file)) {
      return List.of();
    }
    return forbidden
        .matcher(view.apply(file))
        .results()
        .map(it -> file.findingAt(it.start(), message.formatted(it.group().strip())))
        .toList();
  }
}
