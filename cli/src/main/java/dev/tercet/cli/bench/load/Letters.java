package dev.tercet.cli.bench.load;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tercet.api.shape.Json;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Documents as lines of JSON, made while they are read, each with the time when it was. */
public final class Letters extends InputStream {
  /** Bytes of a text of one passage. */
  public static final int SIZE = 950;

  private final InstantSource clock;
  private final Map<String, Instant> turns;
  private final IntFunction<String> texts;
  private final int end;
  private int number;
  private byte[] line = {};
  private int at;

  /**
   * Those numbers.
   *
   * @param texts of each
   * @param turns where each source is noted with the time at which it was read
   */
  Letters(
      int from,
      int end,
      IntFunction<String> texts,
      InstantSource clock,
      Map<String, Instant> turns) {
    number = from;
    this.texts = texts;
    this.end = end;
    this.clock = clock;
    this.turns = turns;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    int read = 0;
    while (read < length && (at < line.length || next())) {
      int part = Math.min(length - read, line.length - at);
      System.arraycopy(line, at, bytes, offset + read, part);
      at += part;
      read += part;
    }
    return read == 0 && length > 0 ? -1 : read;
  }

  private boolean next() {
    if (number == end) {
      return false;
    }
    String source = "letter-" + number;
    byte[] json =
        Json.bytes(
            JsonNodeFactory.instance
                .objectNode()
                .put("source", source)
                .put("text", texts.apply(number)));
    line = Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    at = 0;
    number++;
    turns.put(source, clock.instant());
    return true;
  }

  /** One passage of {@value #SIZE} bytes; no two are alike. */
  public static String text(int number) {
    String text =
        """
        Letter %d of 3 May 2024 to the office of works.

        The consignment left the harbour on time, and the papers went with the driver. Whoever signs
        for it at the gate keeps the yellow copy; the white one comes back to us. The pallets are to
        be stacked no higher than two, since the roof of the hall is under repair until the summer,
        and the lorry may not wait in the lane. For the storage we charge what was agreed last year.
        We ask you to confirm by return, and to name the person who will be there in the morning.

        Of the twelve crates two were opened by the customs on the way, and closed again with a seal
        of their own; the list names both. Should anything be missing, a word within eight days is
        enough. The next consignment follows in June, with the parts that the workshop has asked for.
        """
            .formatted(number)
            .replaceAll("\\s+", " "); // a paragraph ends its passage
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    return length < SIZE ? text + ".".repeat(SIZE - length) : text.substring(0, SIZE);
  }

  /** So many passages, each of which is a paragraph of its own. */
  public static String text(int number, int passages) {
    return IntStream.range(0, passages)
        .mapToObj(it -> text(number * passages + it))
        .collect(Collectors.joining("\n\n"));
  }
}
