package dev.tercet.acceptance.tidy;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every file of the program opens with a sentence on what its type is for. */
record TypeDocs() implements Rule {
  private static final Pattern TOP_LEVEL_TYPE =
      Pattern.compile("(?m)^(?:[a-z-]+ )*(?:class|interface|record|enum|@interface) [A-Z]\\w*");
  private static final Pattern PACKAGE_LINE = Pattern.compile("(?m)^package [\\w.]+;");

  @Override
  public List<TidyFinding> check(SourceFile file, Repository repository) {
    if (!file.isJava() || file.isTest()) {
      return List.of();
    }
    String code = JavaText.of(file).code();
    boolean isPackage = file.path().endsWith("package-info.java");
    Matcher declaration = (isPackage ? PACKAGE_LINE : TOP_LEVEL_TYPE).matcher(code);
    if (!declaration.find()) {
      return List.of();
    }
    boolean documented = file.text().substring(0, declaration.start()).contains("/**");
    return documented
        ? List.of()
        : List.of(file.findingAt(declaration.start(), "no Javadoc says what this is for"));
  }
}
