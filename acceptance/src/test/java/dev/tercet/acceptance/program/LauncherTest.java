package dev.tercet.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.acceptance.program.Launcher.Start;
import dev.tercet.acceptance.program.Launcher.Training;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher does about the AOT cache; a blank in the folder's name must not matter. */
@Timeout(240)
class LauncherTest {
  private static final Map<String, String> PLAIN = Map.of();
  private static final String USED = "serve with a cache that is shared";
  private static final String REFUSED = "serve with a cache that is not shared";
  private static final String NONE = "serve without a cache, shared";

  /** So far from a cache's start its classes lie, well behind the header that names the JVM. */
  private static final double HALF = 0.5;

  @Test
  void trainsOnceAndUsesTheCache(@TempDir Path folder) throws Exception {
    Launcher launcher = Launcher.in(folder.resolve("a b"), Training.SUCCEEDS);

    Start first = launcher.start(PLAIN);
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.out()).isEqualTo(USED);
    assertThat(first.err()).contains("a training run").hasLineCount(1);

    Path loaded = folder.resolve("loaded");
    Start second = launcher.start(Map.of("TERCET_JAVA_OPTS", "-Xlog:class+load:file=" + loaded));
    assertThat(second).isEqualTo(new Start(0, USED, ""));
    assertThat(Files.readString(loaded))
        .containsPattern("dev\\.tercet\\.cli\\.Tercet source: shared objects file");
    assertThat(launcher.start(Map.of("TERCET_AOT", "off"))).isEqualTo(new Start(0, NONE, ""));
    assertThat(launcher.trainings()).hasSize(1);
  }

  @Test
  void startsWithoutACacheThatDoesNotFit(@TempDir Path folder) throws Exception {
    Launcher launcher = Launcher.in(folder.resolve("home"), Training.SUCCEEDS);
    launcher.start(PLAIN);
    byte[] whole = Files.readAllBytes(launcher.cache());
    var refused = new Start(0, REFUSED, "");

    assertThat(launcher.start(Map.of("TERCET_JAVA_OPTS", "-XX:+UseCompactObjectHeaders")))
        .as("other options")
        .isEqualTo(refused);
    overwrite(launcher.cache(), (long) (whole.length * HALF), "damaged");
    assertThat(launcher.start(PLAIN)).as("damaged").isEqualTo(refused);
    Files.write(launcher.cache(), whole);
    overwrite(launcher.cache(), nameOfTheJvm(whole), "AnotherJDK");
    assertThat(launcher.start(PLAIN)).as("another JDK's").isEqualTo(refused);
    Files.write(launcher.cache(), new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
    assertThat(launcher.start(PLAIN)).as("empty").isEqualTo(refused);
    Files.write(launcher.cache(), whole);
    assertThat(launcher.start(PLAIN)).as("whole again").isEqualTo(new Start(0, USED, ""));
    assertThat(launcher.trainings()).hasSize(1);
  }

  @Test
  void trainsAgainWhenAJarIsAnother(@TempDir Path folder) throws Exception {
    Launcher launcher = Launcher.in(folder.resolve("home"), Training.SUCCEEDS);
    launcher.start(PLAIN);
    Path jar = launcher.home().resolve("cli/target/cli-1.jar");
    Files.write(jar, Files.readAllBytes(jar));

    assertThat(launcher.start(Map.of("TERCET_AOT", "off"))).isEqualTo(new Start(0, NONE, ""));
    assertThat(launcher.start(PLAIN).out()).isEqualTo(USED);
    assertThat(launcher.start(PLAIN)).isEqualTo(new Start(0, USED, ""));
    assertThat(launcher.trainings()).hasSize(2);
  }

  @Test
  void saysInALineThatTheTrainingFailedAndDoesNotTryAgain(@TempDir Path folder) throws Exception {
    Launcher launcher = Launcher.in(folder.resolve("home"), Training.FAILS);

    Start first = launcher.start(PLAIN);
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.out()).isEqualTo(NONE);
    assertThat(first.err())
        .contains("a training run", "failed", "tercet.train.log")
        .hasLineCount(2);

    assertThat(launcher.start(PLAIN)).isEqualTo(new Start(0, NONE, ""));
    assertThat(launcher.trainings()).hasSize(1);
    assertThat(launcher.cache()).doesNotExist();
  }

  @Test
  void neitherTrainsNorComplainsWhenSwitchedOff(@TempDir Path folder) throws Exception {
    Launcher launcher = Launcher.in(folder.resolve("home"), Training.SUCCEEDS);

    assertThat(launcher.start(Map.of("TERCET_AOT", "off"))).isEqualTo(new Start(0, NONE, ""));
    assertThat(launcher.trainings()).isEmpty();
  }

  @Test
  void endsItsTrainingWhenItIsEndedAndStartsAtOnceTheNextTime(@TempDir Path folder)
      throws Exception {
    Launcher launcher = Launcher.in(folder.resolve("home"), Training.HANGS);
    Process ended = launcher.beginAndAwaitTraining();
    ProcessHandle training = ProcessHandle.of(launcher.trainings().getFirst()).orElseThrow();
    ended.destroy();

    assertThat(ended.onExit().get(60, TimeUnit.SECONDS).exitValue()).isEqualTo(143);
    training.onExit().get(60, TimeUnit.SECONDS);
    assertThat(launcher.start(PLAIN)).isEqualTo(new Start(0, NONE, ""));
    assertThat(launcher.trainings()).hasSize(1);
  }

  @Test
  void keepsNoStartWaitingForATrainingWhoseStartWasKilled(@TempDir Path folder) throws Exception {
    Launcher launcher = Launcher.in(folder.resolve("home"), Training.HANGS);
    launcher.beginAndAwaitTraining().destroyForcibly().onExit().join();
    ProcessHandle training = ProcessHandle.of(launcher.trainings().getFirst()).orElseThrow();

    assertThat(launcher.start(PLAIN)).isEqualTo(new Start(0, NONE, ""));
    assertThat(training.isAlive()).isTrue();

    training.destroyForcibly();
    training.onExit().get(60, TimeUnit.SECONDS);
    assertThat(launcher.cache()).doesNotExist();
    assertThat(launcher.trainings()).hasSize(1);
  }

  @Test
  void trainsOnceForTwoStartsAndForNoCommandThatEndsSoon(@TempDir Path folder) throws Exception {
    Launcher launcher = Launcher.in(folder.resolve("home"), Training.SUCCEEDS);
    assertThat(Launcher.end(launcher.begin("version", PLAIN)).err()).isEmpty();
    assertThat(launcher.trainings()).isEmpty();

    Process one = launcher.begin("serve", PLAIN);
    Process two = launcher.begin("serve", PLAIN);
    assertThat(Launcher.end(one).exitCode()).isZero();
    assertThat(Launcher.end(two).exitCode()).isZero();
    assertThat(launcher.trainings()).hasSize(1);
    assertThat(launcher.start(PLAIN)).isEqualTo(new Start(0, USED, ""));
  }

  private static void overwrite(Path file, long at, String with) throws IOException {
    try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.seek(at);
      bytes.write(with.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Where the header says which JVM made the cache. */
  private static long nameOfTheJvm(byte[] cache) {
    int at = new String(cache, 0, 8192, StandardCharsets.ISO_8859_1).indexOf("OpenJDK");
    assertThat(at).isPositive();
    return at;
  }
}
