package dev.tercet.acceptance.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The arrows between the modules, one rule each, by name. */
final class Arrows {
  private Arrows() {}

  /** What each module may see of the others; what is not listed, it may not. */
  static final Map<String, Set<String>> MAY_SEE =
      Map.of(
          "saga", Set.of(),
          "embedded", Set.of(),
          "reader", Set.of(),
          "testkit", Set.of("saga"),
          "storage", Set.of("saga"),
          "pipeline", Set.of("saga"),
          "recovery", Set.of("saga"),
          "api", Set.of("saga", "storage", "pipeline", "recovery", "embedded"),
          "cli", Set.of("saga", "pipeline", "embedded", "api"));

  static Map<String, ArchRule> rules() {
    var rules = new TreeMap<String, ArchRule>();
    MAY_SEE.forEach((module, seen) -> rules.put(module + "-sees-only", seesOnly(module, seen)));
    rules.put("saga-is-pure", SAGA_IS_PURE);
    rules.put("adapters-stay-inside", ADAPTERS_STAY_INSIDE);
    rules.put("stores-apart", STORES_APART);
    rules.put("no-cycles", NO_CYCLES);
    rules.put("postgres-has-one-entry", POSTGRES_HAS_ONE_ENTRY);
    rules.put("positions-are-opaque", POSITIONS_ARE_OPAQUE);
    NOT_SEEN.forEach((room, unseen) -> rules.put(room + "-does-not-see", doesNotSee(room, unseen)));
    return rules;
  }

  /** Rooms of one module that must not see others of it; what sees nothing back is no circle. */
  static final Map<String, Set<String>> NOT_SEEN =
      Map.ofEntries(
          entry("saga.id", Set.of("saga", "saga.port", "saga.queue", "saga.text", "saga.time")),
          entry("saga.queue", Set.of("saga", "saga.port")),
          entry("saga.text", Set.of("saga", "saga.port")),
          entry("saga.time", Set.of("saga", "saga.port")),
          entry("saga", Set.of("saga.port")),
          entry("storage.postgres.jdbc", Set.of("storage.postgres.operation", "storage.postgres")),
          entry("recovery.plan", Set.of("recovery.detect", "recovery.repair", "recovery.model")),
          entry("recovery.detect", Set.of("recovery.repair", "recovery.model", "recovery")),
          entry("recovery.repair", Set.of("recovery.detect", "recovery.model", "recovery")),
          entry("pipeline.schema", Set.of("pipeline.provider..", "pipeline.attempt")),
          entry("pipeline.model", Set.of("pipeline.attempt", "pipeline.worker")),
          entry(
              "pipeline.provider.exchange",
              Set.of(
                  "pipeline.provider",
                  "pipeline.provider.embedding",
                  "pipeline.provider.anthropic",
                  "pipeline.provider.chat",
                  "pipeline.provider.http",
                  "pipeline.provider.openai",
                  "pipeline.provider.rules..")),
          entry(
              "pipeline.provider.embedding",
              Set.of("pipeline.provider.openai", "pipeline.provider.rules..")));

  private static ArchRule doesNotSee(String room, Set<String> unseen) {
    String[] packages = unseen.stream().map(it -> "dev.tercet." + it).toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage("dev.tercet." + room)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages)
        .because(room + " stands below " + unseen)
        .allowEmptyShould(true);
  }

  private static ArchRule seesOnly(String module, Set<String> seen) {
    String[] allowed =
        Stream.concat(Stream.of(module), seen.stream())
            .map(it -> "dev.tercet." + it + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage("dev.tercet." + module + "..")
        .should()
        .dependOnClassesThat(resideInAPackage("dev.tercet..").and(not(resideInAnyPackage(allowed))))
        .because("module " + module + " may see " + (seen.isEmpty() ? "no other" : "only " + seen))
        .allowEmptyShould(true);
  }

  private static final ArchRule SAGA_IS_PURE =
      classes()
          .that()
          .resideInAPackage("dev.tercet.saga..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("dev.tercet.saga..", "java..", "org.jspecify..")
          .because("the specification depends on no framework and no store")
          .allowEmptyShould(true);

  private static final String POSTGRES = "dev.tercet.storage.postgres";

  /** What whoever opens the ledger hands in. */
  private static final Set<String> HANDED_IN =
      Set.of(POSTGRES + ".jdbc.Pools", POSTGRES + ".jdbc.DirectConnections");

  private static final ArchRule POSTGRES_HAS_ONE_ENTRY =
      noClasses()
          .that()
          .resideOutsideOfPackage(POSTGRES + "..")
          .should()
          .dependOnClassesThat(
              resideInAPackage(POSTGRES + ".(*)..")
                  .and(
                      describe(
                          "are not handed in",
                          it ->
                              HANDED_IN.stream()
                                  .noneMatch(name ->
                                      it.getName().equals(name)
                                          || it.getName().startsWith(name + "$")))))
          .because("its rooms are public for each other; the program opens PostgresStores")
          .allowEmptyShould(true);

  private static final ArchRule ADAPTERS_STAY_INSIDE =
      classes()
          .that(implementAPort())
          .and()
          .resideInAPackage("dev.tercet.storage..")
          .and()
          .resideOutsideOfPackage(POSTGRES + ".(*)..")
          .should()
          .notBePublic()
          .because("the program knows ports; an adapter is opened through its package's entry")
          .allowEmptyShould(true);

  private static final String POSITION = "dev.tercet.saga.queue.Position";

  /** Two positions may be compared, and that is all that may be done with them. */
  private static final ArchRule POSITIONS_ARE_OPAQUE =
      noClasses()
          .that()
          .resideInAnyPackage("dev.tercet.saga..", "dev.tercet.pipeline..", "dev.tercet.recovery..")
          .and()
          .doNotHaveFullyQualifiedName(POSITION)
          .should()
          .accessTargetWhere(
              describe(
                  "it makes or opens a position",
                  access ->
                      access.getTargetOwner().getName().equals(POSITION)
                          && !Set.of("equals", "hashCode").contains(access.getTarget().getName())))
          .because("only the queue's adapter knows what is in it, and another one has others")
          .allowEmptyShould(true);

  private static final ArchRule STORES_APART =
      slices()
          .matching("dev.tercet.storage.(postgres|redis|qdrant)..")
          .should()
          .notDependOnEachOther()
          .because("no transaction and no knowledge crosses from one store to another")
          .allowEmptyShould(true);

  private static final ArchRule NO_CYCLES =
      slices()
          .matching("dev.tercet.(**)")
          .should()
          .beFreeOfCycles()
          .because("packages that know each other are one package")
          .allowEmptyShould(true);

  private static DescribedPredicate<JavaClass> implementAPort() {
    DescribedPredicate<JavaClass> port =
        resideInAPackage("dev.tercet.saga.port").and(JavaClass.Predicates.INTERFACES);
    return assignableTo(port)
        .and(not(port))
        .and(not(simpleNameStartingWith("$")))
        .as("implement a port");
  }
}
