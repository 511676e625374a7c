package dev.tercet.reader;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.SynchronousQueue;
import java.util.logging.LogManager;
import java.util.stream.Stream;
import org.apache.commons.io.input.BoundedInputStream;

/**
 * Reads files that come in on standard input, one at a time, and writes on standard output what
 * became of each. Ends as soon as its input does, whatever it is doing: it never outlives the
 * service that started it.
 *
 * <p>The frames, in the notation of {@link DataInputStream}: after its start {@code HELLO}. A file:
 * {@code FILE}, name and declared media type (UTF), length (int), bytes. An answer: {@code READ},
 * the number of warnings (int), each (UTF), the text's length (int), its bytes in UTF-8; {@code
 * REFUSED}, kind and reason (UTF); or {@code NO_ROOM} when its temporary files cannot be written,
 * after which it is of no use any more.
 */
public final class ReaderProgram {
  static final int HELLO = 'H';
  static final int FILE = 'F';
  static final int READ = 'T';
  static final int REFUSED = 'R';
  static final int NO_ROOM = 'N';

  private static final long STACK_BYTES = 16L << 20;
  private static final Set<String> LOCAL = Set.of("file", "jar", "jrt", "modules");

  private final Path folder;
  private final FileReading reading;
  private final DataOutputStream out;
  private final SynchronousQueue<Incoming> files = new SynchronousQueue<>();

  /** A file that has come in, or would have if there had been room for it. */
  private record Incoming(Path file, String name, String declared, boolean isWritten) {}

  private ReaderProgram(Path folder, int textBytes, DataOutputStream out) {
    this.folder = folder;
    this.out = out;
    reading = new FileReading(ReadLimits.ofText(textBytes));
  }

  /** Its own folder for temporary files, and the longest text in bytes of UTF-8. */
  public static void main(String[] arguments) throws IOException {
    // What a library prints must not stand among the answers.
    var out =
        new DataOutputStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)));
    System.setOut(System.err);
    beHarmless();
    var program = new ReaderProgram(Path.of(arguments[0]), Integer.parseInt(arguments[1]), out);
    program.start();
  }

  private static void beHarmless() throws IOException {
    LogManager.getLogManager().reset();
    Locale.setDefault(Locale.ROOT);
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    URL.setURLStreamHandlerFactory(protocol -> LOCAL.contains(protocol) ? null : new NoNetwork());
    Path score = Path.of("/proc/self/oom_score_adj");
    if (Files.isWritable(score)) {
      // When memory ends, the machine takes this process and not the service or its stores.
      Files.writeString(score, "800");
    }
  }

  private void start() throws IOException {
    out.writeByte(HELLO);
    out.flush();
    Thread.ofPlatform().name("files").stackSize(STACK_BYTES).daemon().start(this::readUntilKilled);
    try (var in = new DataInputStream(new BufferedInputStream(System.in))) {
      takeInUntilTheEnd(in);
    } finally {
      deleteAll();
      Runtime.getRuntime().halt(0);
    }
  }

  private void takeInUntilTheEnd(DataInputStream in) throws IOException {
    Path file = folder.resolve("file");
    while (in.read() == FILE) {
      String name = in.readUTF();
      String declared = in.readUTF();
      int length = in.readInt();
      boolean isWritten = take(in, file, length);
      try {
        files.put(new Incoming(file, name, declared, isWritten));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Takes all its bytes in, and says whether they are written. */
  private static boolean take(InputStream in, Path file, int length) throws IOException {
    InputStream bytes =
        BoundedInputStream.builder()
            .setInputStream(in)
            .setMaxCount(length)
            .setPropagateClose(false)
            .get();
    try (OutputStream to = Files.newOutputStream(file)) {
      bytes.transferTo(to);
      return true;
    } catch (IOException e) {
      System.err.println("a file cannot be kept for reading: " + e.getMessage());
      bytes.transferTo(OutputStream.nullOutputStream());
      return false;
    }
  }

  private void readUntilKilled() {
    try {
      while (true) {
        Incoming next = files.take();
        answer(outcome(next));
      }
    } catch (InterruptedException | IOException e) {
      // Nobody listens any more.
      Runtime.getRuntime().halt(1);
    }
  }

  private Outcome outcome(Incoming file) {
    if (!file.isWritten()) {
      return new Outcome.NoRoom();
    }
    try {
      return reading.read(file.file(), file.name(), file.declared());
    } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
      if (FullDisk.isMissing(e)) {
        return new Outcome.NoRoom();
      }
      return new Outcome.Refused(Outcome.Kind.DAMAGED, "it is damaged and cannot be read");
    }
  }

  private void answer(Outcome outcome) throws IOException {
    switch (outcome) {
      case Outcome.Read(String text, List<String> warnings) -> {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeByte(READ);
        out.writeInt(warnings.size());
        for (String warning : warnings) {
          out.writeUTF(warning);
        }
        out.writeInt(bytes.length);
        out.write(bytes);
      }
      case Outcome.Refused(Outcome.Kind kind, String reason) -> {
        out.writeByte(REFUSED);
        out.writeUTF(kind.name());
        out.writeUTF(reason);
      }
      case Outcome.NoRoom _ -> out.writeByte(NO_ROOM);
    }
    out.flush();
  }

  /** The folder is its own; what cannot be deleted is left to whoever made the folder. */
  private void deleteAll() {
    try (Stream<Path> left = Files.walk(folder)) {
      left.sorted(Comparator.reverseOrder()).forEach(it -> it.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      System.err.println("the folder for temporary files is left: " + e.getMessage());
    }
  }

  /** Files may name addresses; none is ever asked. */
  private static final class NoNetwork extends URLStreamHandler {
    @Override
    protected URLConnection openConnection(URL address) throws IOException {
      throw new IOException("nothing outside of the file is read");
    }
  }
}
