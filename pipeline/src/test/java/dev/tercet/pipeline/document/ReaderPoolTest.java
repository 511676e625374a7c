package dev.tercet.pipeline.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.pipeline.document.ReadOutcome.Kind;
import dev.tercet.testkit.file.HostileFiles;
import dev.tercet.testkit.file.MadeFile;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReaderPoolTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final MadeFile FOR_EVER = HostileFiles.formThatDrawsItselfTwice();

  private ReaderPool pool = Readers.withTimeout(LONG);

  @AfterEach
  void close() {
    pool.close();
    assertThat(Readers.children()).isEmpty();
  }

  @Test
  void readsManyFilesInOneProcess() throws InterruptedException {
    assertThat(pool.read(Readers.text("one"))).isEqualTo(new ReadOutcome.Text("one", List.of()));
    List<ProcessHandle> first = Readers.children();
    assertThat(pool.read(Readers.text("two"))).isEqualTo(new ReadOutcome.Text("two", List.of()));

    assertThat(first).hasSize(1).isEqualTo(Readers.children());
  }

  @Test
  void startsNoProcessBeforeTheFirstFile() {
    assertThat(Readers.children()).isEmpty();
  }

  @Test
  void killsAReaderAtItsDeadline() throws InterruptedException {
    pool = Readers.withTimeout(Duration.ofSeconds(2));

    ReadOutcome reading = pool.read(Readers.file(FOR_EVER.name(), FOR_EVER.bytes()));

    assertThat(reading)
        .isEqualTo(new ReadOutcome.Refused(Kind.TOO_SLOW, "reading it takes longer than 2 s"));
    assertThat(Readers.children()).isEmpty();
  }

  @Test
  void readsAFileAgainWhoseReaderWasKilledOnce() throws InterruptedException {
    var opened = new AtomicInteger();

    ReadOutcome reading = pool.read(fileThatKillsItsReader(opened, 1));

    assertThat(reading).isEqualTo(new ReadOutcome.Text("x", List.of()));
    assertThat(opened).hasValue(2);
  }

  @Test
  void refusesAFileWhoseReaderWasKilledTwice() throws InterruptedException {
    var opened = new AtomicInteger();

    ReadOutcome reading = pool.read(fileThatKillsItsReader(opened, 9));

    assertThat(reading)
        .isInstanceOfSatisfying(
            ReadOutcome.Refused.class, it -> assertThat(it.kind()).isEqualTo(Kind.LOST));
    assertThat(opened).hasValue(2);
    assertThat(pool.read(Readers.text("after it"))).isInstanceOf(ReadOutcome.Text.class);
  }

  @Test
  void readsAFileAgainWhoseReaderHadNoRoomOnce() throws InterruptedException {
    var opened = new AtomicInteger();

    assertThat(pool.read(fileOnAFullDisk(opened, 1)))
        .isEqualTo(new ReadOutcome.Text("x", List.of()));
    assertThat(opened).hasValue(2);
  }

  @Test
  void blamesTheDiskAndNotTheFileWhenThereIsNoRoom() throws InterruptedException {
    var opened = new AtomicInteger();

    assertThat(pool.read(fileOnAFullDisk(opened, 9))).isEqualTo(new ReadOutcome.NoRoom());
    assertThat(opened).hasValue(2);
    assertThat(pool.read(Readers.text("after it"))).isInstanceOf(ReadOutcome.Text.class);
  }

  @Test
  void stopsReadingWhenNobodyWantsTheTextAnyMore() throws Exception {
    var started = new CountDownLatch(1);
    var ended = new CompletableFuture<Boolean>();
    Thread reading =
        Thread.ofVirtual()
            .start(() -> {
              try {
                pool.read(signalling(started));
                ended.complete(false);
              } catch (InterruptedException e) {
                ended.complete(true);
              }
            });
    assertThat(started.await(2, TimeUnit.MINUTES)).isTrue();

    reading.interrupt();

    assertThat(ended.get(1, TimeUnit.MINUTES)).isTrue();
    assertThat(Readers.children()).isEmpty();
    assertThat(pool.read(Readers.text("after it"))).isInstanceOf(ReadOutcome.Text.class);
  }

  @Test
  void saysThatItIsBusyWhenAFileWouldWaitTooLong() throws Exception {
    pool = new ReaderPool(Readers.settings(LONG, Duration.ofMillis(50), 256L << 20));
    var started = new CountDownLatch(1);
    Thread reading = Thread.ofVirtual().start(() -> interruptibly(signalling(started)));
    assertThat(started.await(2, TimeUnit.MINUTES)).isTrue();

    assertThat(pool.read(Readers.text("x"))).isEqualTo(new ReadOutcome.Busy(Duration.ofMillis(50)));

    reading.interrupt();
    reading.join();
  }

  @Test
  void refusesWhatTakesMoreMemoryThanItMay() throws InterruptedException {
    pool = new ReaderPool(Readers.settings(LONG, LONG, 48L << 20));
    byte[] large = "word ".repeat(4 << 20).getBytes(StandardCharsets.UTF_8);

    assertThat(pool.read(Readers.file("a.txt", large)))
        .isEqualTo(
            new ReadOutcome.Refused(
                Kind.TOO_MUCH, "reading it takes more memory than a document may"));
  }

  @Test
  void tellsWhenTheFileItselfBreaksOff() throws InterruptedException {
    var cut = new DocumentFile("a.txt", "", 10, () -> new ByteArrayInputStream(new byte[3]));

    assertThatThrownBy(() -> pool.read(cut)).isInstanceOf(UncheckedIOException.class);
    assertThat(pool.read(Readers.text("after it"))).isInstanceOf(ReadOutcome.Text.class);
  }

  @Test
  void saysThatItIsBusyWhenNoReaderStarts() throws InterruptedException {
    var nowhere = new ReaderSettings("nowhere", 1, LONG, LONG, 64L << 20, 1 << 20);
    pool = new ReaderPool(nowhere);

    assertThat(pool.read(Readers.text("x"))).isInstanceOf(ReadOutcome.Busy.class);
  }

  @Test
  void leavesNoReaderBehindWhenTheServiceIsKilled() throws Exception {
    Process service =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KilledService.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var lines = service.inputReader()) {
      ProcessHandle reader = ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();

      service.destroyForcibly();

      reader.onExit().get(1, TimeUnit.MINUTES);
      assertThat(Files.exists(Path.of("/proc", Long.toString(reader.pid())))).isFalse();
    }
  }

  /** A reader that works for ever when its service is killed. */
  static final class KilledService {
    private KilledService() {}

    public static void main(String[] none) throws InterruptedException {
      try (ReaderPool pool = Readers.withTimeout(LONG)) {
        pool.read(Readers.text("a first file, so that the reader is there"));
        System.out.println(Readers.children().getFirst().pid());
        pool.read(Readers.file(FOR_EVER.name(), FOR_EVER.bytes()));
      }
    }
  }

  private static DocumentFile fileThatKillsItsReader(AtomicInteger opened, int times) {
    return new DocumentFile(
        "a.txt",
        "",
        1,
        () -> {
          if (opened.incrementAndGet() <= times) {
            Readers.children().forEach(ReaderPoolTest::kill);
          }
          return new ByteArrayInputStream(new byte[] {'x'});
        });
  }

  /** What its reader writes goes to a device without room. */
  private static DocumentFile fileOnAFullDisk(AtomicInteger opened, int times) {
    return new DocumentFile(
        "a.txt",
        "",
        1,
        () -> {
          if (opened.incrementAndGet() <= times) {
            Path file = Readers.folder(Readers.children().getFirst()).resolve("file");
            Files.deleteIfExists(file);
            Files.createSymbolicLink(file, Path.of("/dev/full"));
          }
          return new ByteArrayInputStream(new byte[] {'x'});
        });
  }

  private static void kill(ProcessHandle process) {
    process.destroyForcibly();
    process.onExit().join();
  }

  private static DocumentFile signalling(CountDownLatch started) {
    return new DocumentFile(
        FOR_EVER.name(),
        "",
        FOR_EVER.bytes().length,
        () -> {
          started.countDown();
          return (InputStream) new ByteArrayInputStream(FOR_EVER.bytes());
        });
  }

  private void interruptibly(DocumentFile file) {
    try {
      pool.read(file);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
