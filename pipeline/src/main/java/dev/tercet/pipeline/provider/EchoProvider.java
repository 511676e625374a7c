package dev.tercet.pipeline.provider;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tercet.pipeline.LoopSignal;
import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.saga.Usage;
import dev.tercet.saga.port.Extractor;
import java.time.Duration;

/**
 * A stand-in for a model, for load tests only, as its facts say: after a settable latency it echoes
 * the first word of the passage as a fact of the default schema. Other schemas refuse its facts.
 */
public final class EchoProvider implements Extractor {
  /** How many characters, roughly, make a token. */
  private static final int CHARACTERS_PER_TOKEN = 4;

  private static final int LONGEST_WORD = 100;
  private static final int OUTPUT_TOKENS = 20;

  private final Duration latency;

  /** Takes {@code latency} for every answer; zero for none. */
  public EchoProvider(Duration latency) {
    this.latency = latency;
  }

  @Override
  public String provider() {
    return "echo";
  }

  @Override
  public String model() {
    return "echo";
  }

  @Override
  public String promptVersion() {
    return "1";
  }

  @Override
  public boolean isLocal() {
    return true;
  }

  /** One that takes its time stands for a model, whose answers are kept at once. */
  @Override
  public boolean isRepeatable() {
    return !latency.isPositive();
  }

  @Override
  public Reply ask(Request request) {
    if (latency.isPositive()) {
      new LoopSignal().rest(latency);
    }
    String word = firstWord(request.passage());
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ObjectNode fact = answer.putArray("facts").addObject().put("quote", word);
    fact.putObject("data")
        .put("type", "name")
        .put("value", word)
        .put("label", "echo, for load tests only");
    int inputTokens = request.passage().length() / CHARACTERS_PER_TOKEN;
    return new Reply.Content(CanonicalJson.write(answer), new Usage(1, inputTokens, OUTPUT_TOKENS));
  }

  private static String firstWord(String passage) {
    String stripped = passage.strip();
    int end = 0;
    while (end < stripped.length()
        && end < LONGEST_WORD
        && !Character.isWhitespace(stripped.codePointAt(end))) {
      end = stripped.offsetByCodePoints(end, 1);
    }
    return stripped.substring(0, end);
  }
}
