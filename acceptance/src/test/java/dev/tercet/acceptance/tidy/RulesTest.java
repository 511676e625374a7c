package dev.tercet.acceptance.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Plants one violation of every house rule, and a neighbour that must not be taken for one. */
class RulesTest {
  private static final String JAVA = "pipeline/src/main/java/dev/tercet/pipeline/Planted.java";

  /** Has an empty line and one on which something stands. */
  private static final String SOURCE = "api/src/main/java/dev/tercet/api/Source.java";

  record Case(String rule, String path, String broken, String fine) {}

  private static Case java(String rule, String broken, String fine) {
    return new Case(rule, JAVA, broken, fine);
  }

  /** Each takes what has that status, as one transaction's statements, after another one. */
  private static final String TWO_STATEMENTS =
      """
      var first = "%s";
      var second = "DELETE FROM passage p USING extraction e WHERE e.status = 'deleting'";
      var third = "DELETE FROM extraction WHERE status::text = 'deleting'";
      """;

  static final List<Case> CASES =
      List.of(
          new Case("file-length", "a.sql", "x\n".repeat(301), "x\n".repeat(300)),
          java("type-names", "final class TextUtil {}", "final class Utility { Manager manager; }"),
          java("type-names", "record BaseExtractor() {}", "record Baseline() {}"),
          java("type-names", "class RelayImpl {}", "class Implied {}"),
          java("type-names", "package dev.tercet.common;", "package dev.tercet.relay;"),
          java("one-name", "final class Taken {}", "final class Free { class Taken {} }"),
          java("one-name", "record Fingerprint() {}", "record Freeing() {}"),
          java(
              "type-docs",
              "// why\nfinal class Relay {}",
              "/** Publishes. */\nfinal class Relay {}"),
          java("whitespace", "int a;\t\n", "int a;\n"),
          java("whitespace", "int a; \n", "int a;\n"),
          java("whitespace", "int a;", "int a;\n"),
          java("whitespace", "int a;\n\n", "int a;\n"),
          new Case("markdown-links", "docs/" + "a.md", "[b](b.md)", "[a](a.md), [top](../docs)"),
          new Case("markdown-links", "a.md", "# One\n[x](#two)", "# One `x`\n[x](#one-x)"),
          new Case("markdown-links", "a.md", "[x](/etc)", "`[x](/etc)`"),
          new Case(
              "markdown-links",
              "a.md",
              "[x](%s#L3)".formatted(SOURCE),
              "[x](%s#L2)".formatted(SOURCE)),
          java(
              "metric-names",
              "Counter.builder(\"tercet.stolen\").register(meters);",
              "Counter.builder(\"tercet.planted\"); meters.find(\"tercet.stolen\");"),
          java(
              "metric-names",
              "String name = \"tercet_\" + \"planted\"; find(\"tercet_planted\");",
              "String key = \"tercet_\" + random; // tercet_planted_total"),
          new Case(
              "metric-names",
              "docs/metrics.md",
              "| `tercet_stolen` | | [Source](../%s) | x |\n".formatted(SOURCE),
              "| `tercet_kept_seconds` | | [Source](../%s) | `tercet_x` |\n".formatted(SOURCE)),
          java("cited-sections", "// (docs/nowhere" + ".md §3)", "// see protocol.md"),
          java(
              "sql-concatenation",
              "var sql = \"SELECT id FROM \" + table;",
              "var sql = \"SELECT id FROM passage\"; // \"SELECT \" + x"),
          java(
              "sql-concatenation",
              "var sql = \"\"\"\n  DELETE FROM passage\n  \"\"\".formatted(id);",
              "var text = \"\"\"\n  Select a passage\n  \"\"\".formatted(id);"),
          java(
              "sql-concatenation",
              "var sql = prefix + \"UPDATE passage SET a = 1\";",
              "var sql = prefix + \"UPDATE comes late\";"),
          java(
              "repeated-guard",
              TWO_STATEMENTS.formatted("SELECT id FROM removal"),
              TWO_STATEMENTS.formatted("SELECT id FROM removal FOR UPDATE")),
          java(
              "repeated-guard",
              TWO_STATEMENTS
                  .formatted("")
                  .replace("e.status = 'deleting'", "is_final(e.status)")
                  .replace("status::text = 'deleting'", "is_final(status)"),
              TWO_STATEMENTS.formatted("").replace("e.status = 'deleting'", "is_final(e.status)")),
          java(
              "status-list",
              "var sql = \"SELECT id FROM extraction WHERE status::text IN ('done', 'failed')\";",
              "var sql = \"SELECT id FROM extraction WHERE is_final(status)\";"),
          java(
              "repeated-guard",
              TWO_STATEMENTS.formatted(""),
              TWO_STATEMENTS.formatted("").replace("e.status = 'deleting'", "e.status = 'done'")),
          java(
              "queue-words",
              "long given = StreamId.millis(delivery.position());",
              "Instant given = delivery.publishedAt(); // where a message stands"),
          java(
              "queue-words",
              "/** The stream entry it stands in. */",
              "/** Streams its answer, entry by entry. */"),
          new Case(
              "host-names",
              "README.md",
              "see https" + "://elsewhere.net/x",
              "see http://127.0.0.1:8080, http://qdrant:6334, https://llm.example/v1"),
          new Case("host-names", "pom.xml", "mirror" + ".elsewhere.org", "mirrors differ"),
          new Case(
              "volatile-time",
              "a.sql",
              "WHERE due_at <= clock" + "_timestamp()",
              "SET due_at = clock_timestamp() WHERE due_at <= statement_timestamp()"),
          java("sleep", "Thread.sleep(10);", "// Thread.sleep(10);"),
          java("sleep", "TimeUnit.SECONDS.sleep(1);", "int sleep = asleep(1);"),
          java(
              "clock",
              "var now = Instant.now();",
              "var now = Instant.now(source); clock.instant();"),
          java("clock", "long now = System.currentTimeMillis();", "long now = System.nanoTime();"),
          java("stack-trace", "e.printStackTrace();", "String s = \".printStackTrace()\";"),
          java(
              "empty-catch",
              "try { a(); } catch (IOException e) { /* never mind */ }",
              "try { a(); } catch (IOException e) { return false; }"),
          java("skipped-test", "@Disabled void a() {}", "boolean disabled;"),
          java("skipped-test", "Assumptions.assumeTrue(x);", "assertThat(assumed).isTrue();"),
          java("test-names", "void testClaim() {}", "void testsTheClaim() {}"),
          java("test-names", "void claims_once() {}", "void claimsOnce() {}"),
          new Case("leftover", "a.sql", "-- TODO later", "-- what is left to do"),
          new Case("machine-path", "a.md", "in /ho" + "me/someone", "in ~/home/x, $DATA/tmp/x"));

  /** What stands in the repository already. */
  private static final List<SourceFile> NEIGHBOURS =
      List.of(
          new SourceFile("pipeline/src/test/java/dev/tercet/pipeline/other/Taken.java", ""),
          new SourceFile("recovery/src/main/java/dev/tercet/recovery/Freeing.java", ""),
          new SourceFile(SOURCE, "\nTimer.builder(\"tercet.kept\");\n"),
          new SourceFile(
              "docs/metrics.md",
              "| `tercet_planted_total` | | [Planted](../%s) | |".formatted(JAVA)),
          new SourceFile("saga/src/main/java/dev/tercet/saga/id/Fingerprint.java", ""));

  @ParameterizedTest
  @FieldSource("CASES")
  void seesThePlantedViolation(Case planted) {
    assertThat(findings(planted, planted.broken()))
        .singleElement()
        .extracting(TidyFinding::path)
        .isEqualTo(planted.path());
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void leavesTheInnocentAlone(Case planted) {
    assertThat(findings(planted, planted.fine())).isEmpty();
  }

  @Test
  void everyRuleIsTried() {
    Set<String> tried = CASES.stream().map(Case::rule).collect(Collectors.toSet());
    assertThat(tried).isEqualTo(RuleBook.RULES.keySet());
  }

  @Test
  void tellsTheLineOfAFinding() {
    var file = new SourceFile(JAVA, "int a;\n/* \n */ Thread.sleep(1);\n");
    Stream<TidyFinding> findings = rule("sleep").check(file, Repository.of(file)).stream();
    assertThat(findings).extracting(TidyFinding::line).containsExactly(3);
  }

  private static List<TidyFinding> findings(Case planted, String text) {
    var file = new SourceFile(planted.path(), text);
    var files = Stream.concat(Stream.of(file), NEIGHBOURS.stream()).toArray(SourceFile[]::new);
    return rule(planted.rule()).check(file, Repository.of(files));
  }

  private static Rule rule(String name) {
    Rule rule = RuleBook.RULES.get(name);
    if (rule == null) {
      throw new AssertionError("no rule is called " + name);
    }
    return rule;
  }
}
