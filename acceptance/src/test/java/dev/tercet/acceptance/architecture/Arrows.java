package dev.tercet.acceptance.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

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
          "api", Set.of("saga", "storage", "pipeline", "recovery", "embedded"));

  static Map<String, ArchRule> rules() {
    var rules = new TreeMap<String, ArchRule>();
    MAY_SEE.forEach((module, seen) -> rules.put(module + "-sees-only", seesOnly(module, seen)));
    rules.put("saga-is-pure", SAGA_IS_PURE);
    rules.put("adapters-stay-inside", ADAPTERS_STAY_INSIDE);
    rules.put("stores-apart", STORES_APART);
    rules.put("no-cycles", NO_CYCLES);
    return rules;
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

  private static final ArchRule ADAPTERS_STAY_INSIDE =
      classes()
          .that(implementAPort())
          .and()
          .resideInAPackage("dev.tercet.storage..")
          .should()
          .notBePublic()
          .because("the program knows ports; an adapter is opened through its package's entry")
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
        resideInAPackage("dev.tercet.saga..").and(JavaClass.Predicates.INTERFACES);
    return assignableTo(port)
        .and(not(port))
        .and(not(simpleNameStartingWith("$")))
        .as("implement a port");
  }
}
