package dev.tercet.acceptance.tidy;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every metric of the program has a row in docs/metrics.md that leads to the class in which it is
 * registered, and every row of ours leads there. In the code its name is spelled with dots;
 * Prometheus writes underscores, and the unit behind them.
 */
record MetricNames() implements Rule {
  private static final String PAGE = "docs/metrics.md";
  private static final Pattern REGISTERED =
      Pattern.compile("\\b(?:builder|counter|timer|gauge|histogram)\\(\\s*\"(tercet\\.[a-z.]+)\"");
  private static final Pattern UNDERSCORES = Pattern.compile("\"tercet_[a-z]\\w*\"");
  private static final Pattern ROW = Pattern.compile("(?m)^\\|.*\\|$");
  private static final Pattern NAME = Pattern.compile("`(tercet_\\w+)`");
  private static final Pattern CLASS = Pattern.compile("\\]\\(([^)\\s]+\\.java)\\)");
  private static final Set<String> UNITS = Set.of("", "_total", "_seconds", "_bytes");

  @Override
  public List<TidyFinding> check(SourceFile file, Repository repository) {
    if (file.path().equals(PAGE)) {
      return rows(file).flatMap(row -> strayRows(file, row, repository)).toList();
    }
    if (!file.isJava() || file.isTest()) {
      return List.of();
    }
    SourceFile page = repository.file(PAGE);
    Set<String> told = page == null ? Set.of() : namesToldOf(file, page);
    Stream<TidyFinding> untold =
        REGISTERED
            .matcher(file.text())
            .results()
            .filter(it -> told.stream().noneMatch(name -> isSame(it.group(1), name)))
            .map(it ->
                file.findingAt(
                    it.start(1), PAGE + " has no row of " + it.group(1) + " that leads here"));
    Stream<TidyFinding> misspelt =
        UNDERSCORES
            .matcher(file.text())
            .results()
            .map(it -> file.findingAt(it.start(), it.group() + ": a metric is spelled with dots"));
    return Stream.concat(untold, misspelt).toList();
  }

  /** The names in that row which no class that it leads to registers. */
  private static Stream<TidyFinding> strayRows(
      SourceFile page, MatchResult row, Repository repository) {
    Set<String> registered =
        classes(page, row)
            .flatMap(path -> Stream.ofNullable(repository.file(path)))
            .flatMap(it -> REGISTERED.matcher(it.text()).results())
            .map(it -> it.group(1))
            .collect(Collectors.toSet());
    return names(row)
        .filter(name -> registered.stream().noneMatch(it -> isSame(it, name)))
        .map(name ->
            page.findingAt(row.start(), "the row of " + name + " leads to no class that has it"));
  }

  private static Set<String> namesToldOf(SourceFile file, SourceFile page) {
    return rows(page)
        .filter(row -> classes(page, row).anyMatch(file.path()::equals))
        .flatMap(MetricNames::names)
        .collect(Collectors.toSet());
  }

  private static boolean isSame(String registered, String exposed) {
    String base = registered.replace('.', '_');
    return exposed.startsWith(base) && UNITS.contains(exposed.substring(base.length()));
  }

  private static Stream<MatchResult> rows(SourceFile page) {
    return ROW.matcher(page.text()).results();
  }

  /** Those in the first cell; others only explain. */
  private static Stream<String> names(MatchResult row) {
    String first = row.group().substring(0, row.group().indexOf('|', 1));
    return NAME.matcher(first).results().map(it -> it.group(1));
  }

  private static Stream<String> classes(SourceFile page, MatchResult row) {
    return CLASS
        .matcher(row.group())
        .results()
        .map(it -> Path.of(page.path()).resolveSibling(it.group(1)).normalize().toString());
  }
}
