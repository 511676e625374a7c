package dev.tercet.api.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.api.config.LogConfig.Format;
import dev.tercet.api.shape.Json;
import dev.tercet.saga.LogFields;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class LineEncoderTest {
  private static final Map<String, String> FIELDS =
      Map.of(
          LogFields.REQUEST, "r-1",
          LogFields.PROJECT, "letters",
          LogFields.EXTRACTION, "019a0000-0000-7000-8000-000000000001",
          LogFields.EPOCH, "1764358678123456");

  private final LoggerContext context = new LoggerContext();
  private final LineEncoder encoder = new LineEncoder();

  @Test
  void writesDateZoneLevelAndWhatALineBelongsToAsText() {
    String line = only(lines("failed: schema (no quote)", FIELDS, null));

    assertThat(OffsetDateTime.parse(line.substring(0, line.indexOf(' ')))).isNotNull();
    assertThat(line)
        .containsPattern("^\\S+[+-]\\d\\d:\\d\\d WARN +")
        .contains(
            "[requestId=r-1 project=letters extraction=019a0000-0000-7000-8000-000000000001"
                + " epoch=1764358678123456]")
        .endsWith(" · failed: schema (no quote)");
  }

  @Test
  void writesOneObjectALineAsJson() {
    encoder.use(Format.JSON);

    JsonNode line =
        Json.stored(only(lines("a \"quoted\" \\ thing", FIELDS, new IllegalStateException("no"))));

    assertThat(OffsetDateTime.parse(line.required("time").asText())).isNotNull();
    assertThat(line.required("level").asText()).isEqualTo("WARN");
    assertThat(line.required("message").asText()).isEqualTo("a \"quoted\" \\ thing");
    FIELDS.forEach((name, value) -> assertThat(line.required(name).asText()).isEqualTo(value));
    assertThat(line.required("epoch").isIntegralNumber()).isTrue();
    assertThat(line.required("exception").asText()).isEqualTo("IllegalStateException: no");
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void letsNoValueForgeALineOrSpeakToATerminal(Format format) {
    encoder.use(format);
    String hostile =
        "x\n2026-01-01T00:00:00.000+00:00 INFO  forged\r\u001b[2J\u009b31m\u202e\u2028\ud800\u007f";
    Map<String, String> fields = new TreeMap<>(FIELDS);
    fields.put(LogFields.PROJECT, hostile);

    List<String> lines = lines(hostile, fields, new IllegalStateException(hostile));

    assertThat(lines).hasSize(1);
    assertThat(only(lines).codePoints().filter(LineEncoderTest::acts)).isEmpty();
  }

  private static boolean acts(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void boundsEveryLine(Format format) {
    encoder.use(format);
    String huge = "\u001b😀".repeat(1_000_000);
    Map<String, String> fields = new TreeMap<>();
    FIELDS.keySet().forEach(name -> fields.put(name, huge));

    for (String line : lines(huge, fields, null)) {
      assertThat(bytes(line)).isLessThan(1_024);
    }
    for (String line : encoded(event(Level.ERROR, huge, fields, deep(huge, 40)))) {
      assertThat(bytes(line)).isLessThan(1_024);
    }
  }

  @Test
  void writesEveryCauseAndFrameOfAnErrorAsAnObjectOfItsOwn() {
    encoder.use(Format.JSON);

    List<JsonNode> lines =
        encoded(event(Level.ERROR, "it broke", FIELDS, deep("why", 3))).stream()
            .map(Json::stored)
            .toList();

    assertThat(lines).hasSizeGreaterThan(4).hasSizeLessThan(100);
    assertThat(lines).allMatch(it -> it.path("requestId").asText().equals("r-1"));
    assertThat(lines)
        .extracting(it -> it.path("message").asText())
        .startsWith("it broke", "IllegalStateException: why")
        .contains("caused by IllegalStateException: why")
        .anyMatch(it -> it.startsWith("  at " + LineEncoderTest.class.getName()));
  }

  @Test
  void beginsEveryLineOfAnErrorAlike() {
    List<String> lines = encoded(event(Level.ERROR, "it broke", FIELDS, deep("why", 3)));

    assertThat(lines).hasSizeGreaterThan(4).hasSizeLessThan(100);
    assertThat(lines).allMatch(it -> it.matches("\\d{4}-\\d\\d-\\d\\dT.* ERROR .*requestId=r-1.*"));
    assertThat(lines).anyMatch(it -> it.contains("caused by IllegalStateException: why"));
  }

  static Stream<String> secrets() {
    return Stream.of(
        "cannot open redis://:hunter2hunter2@r:6379/0",
        "cannot open redis://user:hunter2hunter2@r:6379/0",
        "no driver for jdbc:postgresql://pg/t?user=u&password=hunter2hunter2&ssl=true",
        "{\"api_key\":\"hunter2hunter2\"}",
        "api-key: hunter2hunter2",
        "Authorization: Bearer hunter2hunter2",
        "a bare configured one: configured-secret");
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void hidesSecretsWhereverTheyStand(String text) {
    encoder.hide(List.of("configured-secret", "short"));
    var thrown = new IllegalStateException(text, new IllegalArgumentException(text));

    for (Format format : Format.values()) {
      encoder.use(format);
      assertThat(String.join("\n", lines(text, Map.of(), thrown)))
          .contains("***")
          .doesNotContain("hunter2", "configured-secret");
    }
  }

  @Test
  void leavesOrdinaryWordsAlone() {
    encoder.hide(List.of("short"));

    assertThat(
            only(lines("5 tokens, short of one at http://h/x, passwords differ", Map.of(), null)))
        .endsWith("5 tokens, short of one at http://h/x, passwords differ");
  }

  private static Throwable deep(String message, int causes) {
    Throwable thrown = new IllegalStateException(message);
    for (int i = 1; i < causes; i++) {
      thrown = new IllegalStateException(message, thrown);
    }
    return thrown;
  }

  private List<String> lines(
      String message, Map<String, String> fields, @Nullable Throwable thrown) {
    return encoded(event(Level.WARN, message, fields, thrown));
  }

  private LoggingEvent event(
      Level level, String message, Map<String, String> fields, @Nullable Throwable thrown) {
    context.setMDCAdapter(new LogbackMDCAdapter());
    var event =
        new LoggingEvent(
            "here", context.getLogger(getClass()), level, "{}", thrown, new Object[] {message});
    event.setMDCPropertyMap(fields);
    return event;
  }

  private List<String> encoded(LoggingEvent event) {
    String text = new String(encoder.encode(event), StandardCharsets.UTF_8);
    assertThat(text).endsWith("\n");
    return List.of(text.substring(0, text.length() - 1).split("\n", -1));
  }

  private static String only(List<String> lines) {
    assertThat(lines).hasSize(1);
    return lines.getFirst();
  }

  private static int bytes(String line) {
    return line.getBytes(StandardCharsets.UTF_8).length;
  }
}
