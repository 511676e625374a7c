package dev.tercet.embedded.vector.index;

import com.google.protobuf.MessageLite;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The writes since the last commit of the index, in order, so that a confirmed write survives the
 * death of the process.
 *
 * <p>A record is length, checksum, number, type and body. It is handed to the operating system and
 * not forced to the disk: what is promised is the survival of a kill, not of a power failure, after
 * which the last commit and a prefix of the later writes remain.
 */
public final class Journal implements AutoCloseable {
  private static final int HEADER = 2 * Integer.BYTES;
  private static final int NUMBER_AND_TYPE = Long.BYTES + 1;

  private final Path folder;
  private FileChannel channel;
  private Path file;
  private long last;

  /** Where the last whole record ends. */
  private long end;

  private long endBeforeLast;

  private volatile boolean torn;

  /** Takes one record on replay. */
  @FunctionalInterface
  public interface Replay {
    void accept(long number, byte type, byte[] body) throws IOException;
  }

  private Journal(Path folder, long last, Path file) throws IOException {
    this.folder = folder;
    this.last = last;
    this.file = file;
    this.channel = create(file);
  }

  /**
   * Replays what is newer than the index, and goes on in a new file.
   *
   * @param committed the number of the last write that the index holds
   * @param settled runs after the replay with the number of its last write, and makes it durable
   */
  public static Journal open(Path folder, long committed, Replay replay, Settled settled)
      throws IOException {
    List<Path> files = files(folder);
    long last = committed;
    for (Path file : files) {
      last = Math.max(last, replay(file, committed, replay));
    }
    if (last > committed) {
      settled.at(last);
    }
    for (Path file : files) {
      Files.delete(file);
    }
    return new Journal(folder, last, next(folder, last));
  }

  /** Makes everything up to a write durable elsewhere. */
  @FunctionalInterface
  public interface Settled {
    void at(long number) throws IOException;
  }

  /** Returns the number of the write; it is as durable as this journal is when this returns. */
  public long append(byte type, MessageLite body) throws IOException {
    int size = NUMBER_AND_TYPE + body.getSerializedSize();
    ByteBuffer record = ByteBuffer.allocate(HEADER + size);
    record.putInt(size).putInt(0).putLong(last + 1).put(type);
    record.put(body.toByteString().asReadOnlyByteBuffer());
    record.putInt(Integer.BYTES, checksum(record.array(), HEADER, size)).flip();
    try {
      while (record.hasRemaining()) {
        channel.write(record);
      }
    } catch (IOException e) {
      Closing.after(e, this::takeBack);
      throw e;
    }
    endBeforeLast = end;
    end += HEADER + size;
    return ++last;
  }

  /** Forgets the write that {@link #append} took just now, which nobody was told of yet. */
  void takeBackLast() throws IOException {
    end = endBeforeLast;
    last--;
    takeBack();
  }

  /** A torn record in the middle would hide all that follow. */
  private void takeBack() throws IOException {
    torn = true;
    channel.truncate(end);
    torn = false;
  }

  /**
   * Whether a record that is not whole stands at the end, or the channel was closed by the failure
   * of a write. No record may follow; opening the journal again replays all that are whole.
   */
  boolean isTorn() {
    return torn;
  }

  /** The number of the last write. */
  long last() {
    return last;
  }

  long bytes() {
    return end;
  }

  /** Begins anew after the index has committed everything up to the last write. */
  void reset() throws IOException {
    Path fresh = next(folder, last);
    if (fresh.equals(file)) {
      return; // nothing was written since the last time
    }
    FileChannel begun = create(fresh);
    channel.close();
    Path old = file;
    channel = begun;
    end = 0;
    file = fresh;
    Files.delete(old);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static long replay(Path file, long committed, Replay replay) throws IOException {
    long last = 0;
    long size = Files.size(file);
    long position = 0;
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      while (position + HEADER + NUMBER_AND_TYPE <= size) {
        int length = in.readInt();
        int checksum = in.readInt();
        if (length < NUMBER_AND_TYPE || position + HEADER + length > size) {
          return last; // the process died while it wrote this one, so it was never confirmed
        }
        byte[] record = in.readNBytes(length);
        if (checksum(record, 0, length) != checksum) {
          return last;
        }
        ByteBuffer content = ByteBuffer.wrap(record);
        last = content.getLong();
        byte type = content.get();
        if (last > committed) {
          byte[] body = new byte[content.remaining()];
          content.get(body);
          replay.accept(last, type, body);
        }
        position += HEADER + length;
      }
    } catch (EOFException _) {
      return last; // shorter than its size said a moment ago: torn as above
    }
    return last;
  }

  private static int checksum(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  private static Path next(Path folder, long last) {
    return folder.resolve("journal-%016x.log".formatted(last + 1));
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths
          .filter(path -> path.getFileName().toString().matches("journal-[0-9a-f]{16}\\.log"))
          .sorted()
          .toList();
    }
  }
}
