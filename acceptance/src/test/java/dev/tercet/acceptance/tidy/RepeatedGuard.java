package dev.tercet.acceptance.tidy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A transaction of more than one statement that repeats a predicate locks first: between two of
 * them the status may change, and the second takes other rows than the first. The statements of one
 * class are taken for one transaction's.
 */
record RepeatedGuard() implements Rule {
  private static final Pattern WRITES =
      Pattern.compile("\\b(?:UPDATE\\s+\\w+|DELETE\\s+FROM|INSERT\\s+INTO)\\b");
  private static final Pattern LOCKS =
      Pattern.compile("\\bFOR\\s+(?:(?:NO\\s+KEY\\s+)?UPDATE|(?:KEY\\s+)?SHARE)\\b");
  private static final Pattern GUARD =
      Pattern.compile("\\b(?:WHERE|AND)\\s+((?:NOT\\s+)?(?:\\w+\\()?(?:\\w+\\.)?status\\b[^\\n]*)");
  private static final Pattern CAST = Pattern.compile("::\\w+|\\b\\w+\\.|\\s+");

  @Override
  public List<TidyFinding> check(SourceFile file, Repository repository) {
    var findings = new ArrayList<TidyFinding>();
    if (file.isJava() && !file.isTest()) {
      List<JavaText.Literal> statements = JavaText.of(file).literals();
      if (statements.stream().noneMatch(it -> LOCKS.matcher(it.content()).find())) {
        Map<String, Integer> met = new HashMap<>();
        for (JavaText.Literal statement : statements) {
          for (String guard : guards(statement.content())) {
            if (met.merge(guard, 1, Integer::sum) == 2) {
              findings.add(
                  file.findingAt(
                      statement.start(),
                      "the guard " + guard + " is repeated, and nothing locks its rows first"));
            }
          }
        }
      }
    }
    return findings;
  }

  private static Set<String> guards(String statement) {
    Set<String> guards = new HashSet<>();
    if (WRITES.matcher(statement).find()) {
      GUARD
          .matcher(statement)
          .results()
          .forEach(found -> guards.add(CAST.matcher(found.group(1)).replaceAll("")));
    }
    return guards;
  }
}
