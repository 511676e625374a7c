package dev.tercet.acceptance.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the compiled program against the arrows, and each arrow against a class that breaks it. */
class ArchitectureTest {
  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages("dev.tercet");

  /** With package-info it is one more. */
  private static final int MOST_CLASSES = 31;

  @TempDir private Path folder = Path.of("");

  /** One class that breaks the rule, with the other that it needs for that. */
  record Planted(String rule, Map<String, String> sources) {}

  static Stream<Planted> planted() {
    return Stream.concat(
        Arrows.NOT_SEEN.entrySet().stream().map(it -> seesRoom(it.getKey(), it.getValue())),
        plantedByHand());
  }

  private static Stream<Planted> plantedByHand() {
    return Stream.of(
        new Planted(
            "postgres-has-one-entry",
            Map.of(
                "dev/tercet/api/Near.java",
                "package dev.tercet.api; class Near { dev.tercet.storage.postgres.far.Far far; }",
                "dev/tercet/storage/postgres/far/Far.java",
                "package dev.tercet.storage.postgres.far; public class Far {}")),
        sees("saga", "storage"),
        sees("embedded", "saga"),
        sees("reader", "saga"),
        sees("testkit", "storage"),
        sees("storage", "pipeline"),
        sees("pipeline", "recovery"),
        sees("recovery", "storage"),
        sees("api", "testkit"),
        sees("cli", "storage"),
        new Planted(
            "saga-is-pure",
            Map.of(
                "dev/tercet/saga/Impure.java",
                "package dev.tercet.saga; class Impure { javax.sql.DataSource source; }")),
        new Planted(
            "adapters-stay-inside",
            Map.of(
                "dev/tercet/storage/redis/Open.java",
                """
                package dev.tercet.storage.redis;
                public abstract class Open implements dev.tercet.saga.port.JobQueue {}
                """)),
        new Planted(
            "positions-are-opaque",
            Map.of(
                "dev/tercet/recovery/Ajar.java",
                """
                package dev.tercet.recovery;
                class Ajar {
                  String of(dev.tercet.saga.queue.Position it) { return it.text(); }
                }
                """)),
        new Planted(
            "stores-apart",
            Map.of(
                "dev/tercet/storage/redis/Near.java",
                "package dev.tercet.storage.redis; class Near { dev.tercet.storage.qdrant.Far far; }",
                "dev/tercet/storage/qdrant/Far.java",
                "package dev.tercet.storage.qdrant; public class Far {}")),
        new Planted(
            "no-cycles",
            Map.of(
                "dev/tercet/api/here/Hen.java",
                "package dev.tercet.api.here; public class Hen { dev.tercet.api.there.Egg egg; }",
                "dev/tercet/api/there/Egg.java",
                "package dev.tercet.api.there; public class Egg { dev.tercet.api.here.Hen hen; }")));
  }

  private static Planted sees(String module, String other) {
    return new Planted(
        module + "-sees-only",
        Map.of(
            "dev/tercet/" + module + "/Leak.java",
            "package dev.tercet.%s; class Leak { dev.tercet.%s.Secret secret; }"
                .formatted(module, other),
            "dev/tercet/" + other + "/Secret.java",
            "package dev.tercet.%s; public class Secret {}".formatted(other)));
  }

  private static Planted seesRoom(String room, Set<String> unseen) {
    String other = unseen.stream().sorted().findFirst().orElseThrow().replace("..", "");
    return new Planted(
        room + "-does-not-see",
        Map.of(
            "dev/tercet/" + room.replace('.', '/') + "/Leak.java",
            "package dev.tercet.%s; class Leak { dev.tercet.%s.Secret secret; }"
                .formatted(room, other),
            "dev/tercet/" + other.replace('.', '/') + "/Secret.java",
            "package dev.tercet.%s; public class Secret {}".formatted(other)));
  }

  static Set<String> rules() {
    return Arrows.rules().keySet();
  }

  @Test
  void readsEveryModule() {
    assertThat(Arrows.MAY_SEE.keySet())
        .allSatisfy(module -> assertThat(PROGRAM.containPackage("dev.tercet." + module)).isTrue());
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theProgramKeeps(String name) {
    rule(name).check(PROGRAM);
  }

  @ParameterizedTest
  @MethodSource("planted")
  void aPlantedClassBreaks(Planted planted) throws IOException {
    JavaClasses classes = PlantedClasses.compile(folder, planted.sources());
    assertThat(rule(planted.rule()).evaluate(classes).getFailureReport().getDetails()).isNotEmpty();
  }

  @Test
  void everyRuleIsTried() {
    assertThat(planted().map(Planted::rule)).containsExactlyInAnyOrderElementsOf(rules());
  }

  @Test
  void everyPackageIsNullMarked() {
    assertThat(unmarkedPackages(PROGRAM)).isEmpty();
  }

  @Test
  void seesAPackageThatIsNotNullMarked() throws IOException {
    var bare = Map.of("dev/tercet/bare/Bare.java", "package dev.tercet.bare; class Bare {}");
    assertThat(unmarkedPackages(PlantedClasses.compile(folder, bare)))
        .containsExactly("dev.tercet.bare");
  }

  @Test
  void noPackageIsCrowded() {
    assertThat(crowdedPackages(PROGRAM)).containsExactly("dev.tercet.testkit.contract");
  }

  @Test
  void seesAPackageThatIsCrowded() throws IOException {
    Map<String, String> sources =
        IntStream.rangeClosed(0, MOST_CLASSES)
            .boxed()
            .collect(
                Collectors.toMap(
                    n -> "dev/tercet/crowd/One" + n + ".java",
                    n -> "package dev.tercet.crowd; class One" + n + " { class Inner {} }"));
    assertThat(crowdedPackages(PlantedClasses.compile(folder, sources)))
        .containsExactly("dev.tercet.crowd");
  }

  /**
   * Contracts are a rule to a file, found by what it is about; every other package has rooms. What
   * is nested or generated has a dollar in its name.
   */
  private static List<String> crowdedPackages(JavaClasses classes) {
    return classes.stream()
        .filter(it -> it.getName().indexOf('$') < 0)
        .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()))
        .entrySet()
        .stream()
        .filter(it -> it.getValue() > MOST_CLASSES)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private static List<String> unmarkedPackages(JavaClasses classes) {
    return classes.stream()
        .map(it -> it.getPackage())
        .distinct()
        .filter(it -> !it.tryGetAnnotationOfType(NullMarked.class).isPresent())
        .map(JavaPackage::getName)
        .sorted()
        .toList();
  }

  private static ArchRule rule(String name) {
    ArchRule rule = Arrows.rules().get(name);
    if (rule == null) {
      throw new AssertionError("no rule is called " + name);
    }
    return rule;
  }
}
