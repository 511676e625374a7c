package dev.tercet.acceptance.tidy;

import static dev.tercet.acceptance.tidy.PatternRule.anywhere;
import static dev.tercet.acceptance.tidy.PatternRule.inCode;
import static dev.tercet.acceptance.tidy.PatternRule.inModules;
import static dev.tercet.acceptance.tidy.PatternRule.inProgram;
import static java.util.Map.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every house rule by its name, and the few places where one does not hold. */
final class RuleBook {
  private RuleBook() {}

  static final Map<String, Rule> RULES =
      Map.ofEntries(
          entry("file-length", new FileLength(300)),
          entry("type-names", new TypeNames()),
          entry("one-name", new OneName()),
          entry("type-docs", new TypeDocs()),
          entry("whitespace", new Whitespace()),
          entry("markdown-links", new MarkdownLinks()),
          entry("cited-sections", new CitedSections()),
          entry("metric-names", new MetricNames()),
          entry("sql-concatenation", new SqlConcatenation()),
          entry("repeated-guard", new RepeatedGuard()),
          entry(
              "status-list",
              inProgram(
                  "\\bstatus(?:::text)?\\s+(?:NOT\\s+)?IN\\s*\\(\\s*'",
                  "%s: ask for a group of statuses by its function")),
          entry(
              "queue-words",
              inModules(
                  Set.of("saga", "pipeline", "recovery"),
                  "\\b(?:[Ss]tream(?:'s)?\\s+entr\\w+|[Ee]ntry\\s+ids?|[Ss]treamId|[Ee]ntryId|last(?:Delivered|Generated)|X(?:ADD|ACK|DEL|RANGE|READ|PENDING|GROUP))\\b|\\d-0\"",
                  "%s: only the queue's adapter knows what a message stands in")),
          entry("host-names", new HostNames()),
          entry(
              "volatile-time",
              anywhere(
                  "[<>]=?\\s*(?:clock_timestamp|timeofday)\\s*\\(",
                  "%s: no index serves a time that passes; compare with statement_timestamp()")),
          entry(
              "sleep",
              inCode(
                  "\\b(?:Thread\\s*\\.\\s*sleep|TimeUnit\\s*\\.\\s*\\w+\\s*\\.\\s*sleep)\\s*\\(",
                  "%s: wait for a signal with a deadline")),
          entry(
              "clock",
              inCode(
                  "\\b(?:(?:Instant|LocalDate|LocalDateTime|OffsetDateTime|ZonedDateTime)\\s*\\.\\s*now|System\\s*\\.\\s*currentTimeMillis|new\\s+Date)\\s*\\(\\s*\\)",
                  "%s: take an InstantSource")),
          entry(
              "stack-trace", inCode("\\.\\s*printStackTrace\\s*\\(", "%s: log it or let it rise")),
          entry(
              "empty-catch",
              inCode("\\bcatch\\s*\\([^)]*\\)\\s*\\{\\s*\\}", "%s: an exception disappears here")),
          entry(
              "skipped-test",
              inCode(
                  "@(?:(?:Disabled|Enabled)\\w*|Ignore)\\b|\\bassertTrue\\s*\\(\\s*true\\s*\\)|\\b(?:Assumptions?\\s*\\.\\s*)?assum\\w+\\s*\\(",
                  "%s: a test that may not run")),
          entry(
              "test-names",
              inCode(
                  "\\bvoid\\s+(?:test[A-Z0-9]\\w*|[a-z]\\w*_\\w*)\\s*\\(",
                  "%s: a test's name is a sentence in camel case")),
          entry(
              "leftover",
              anywhere("\\b(?:TODO|FIXME|XXX|HACK|WIP|TBD)\\b", "%s: finish it or leave it out")),
          entry(
              "machine-path",
              anywhere(
                  "(?<![\\w.}~$-])/(?:home|root|Users|work|farm|tmp)/\\w+",
                  "%s exists on one machine only")));

  static final List<Exemption> EXEMPTIONS =
      List.of(
          new Exemption(
              "file-length",
              "storage/src/test/resources/former-statements.sql",
              "every statement of a release, written by a test"),
          new Exemption(
              "leftover",
              "acceptance/src/test/java/dev/tercet/acceptance/tidy/RuleBook.java",
              "the rule's own words"),
          new Exemption(
              "leftover",
              "acceptance/src/test/java/dev/tercet/acceptance/tidy/RulesTest.java",
              "plants a violation"),
          new Exemption(
              "empty-catch",
              "embedded/src/main/java/dev/tercet/embedded/vector/index/CollectionIndex.java",
              "what was refused once is refused again when the journal is repeated"),
          new Exemption(
              "sleep",
              "examples/TercetClient.java",
              "a program of a user's own, which comes back when it was told to"),
          new Exemption(
              "skipped-test",
              "acceptance/src/test/java/dev/tercet/acceptance/program/PoolerTest.java",
              "a pooler is a program that not every machine has; it says so"));

  /** What breaks a rule and is not exempted. */
  static List<String> broken(Repository repository) {
    var broken = new ArrayList<String>();
    for (Map.Entry<String, Rule> rule : RULES.entrySet()) {
      for (SourceFile file : repository.files()) {
        for (TidyFinding finding : rule.getValue().check(file, repository)) {
          if (EXEMPTIONS.stream().noneMatch(it -> it.covers(rule.getKey(), finding))) {
            broken.add("[" + rule.getKey() + "] " + finding);
          }
        }
      }
    }
    return broken.stream().sorted().toList();
  }

  /** Exemptions that nothing needs any more. */
  static List<Exemption> idle(Repository repository) {
    return EXEMPTIONS.stream()
        .filter(exemption -> {
          Rule rule = RULES.get(exemption.rule());
          return rule == null
              || repository.files().stream()
                  .flatMap(file -> rule.check(file, repository).stream())
                  .noneMatch(finding -> exemption.covers(exemption.rule(), finding));
        })
        .toList();
  }
}
