package dev.tercet.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tercet.pipeline.answer.AnswerCheck;
import dev.tercet.pipeline.json.CanonicalJson;
import dev.tercet.pipeline.provider.RulesProvider;
import dev.tercet.pipeline.provider.rules.DefaultSchema;
import dev.tercet.pipeline.schema.FactSchema;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.saga.port.Extractor;
import dev.tercet.saga.port.Extractor.Reply;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** What one passage of a letter costs, with an answer of four facts in the default schema. */
public class PassageBenchmark extends ShortRun {
  private static final String ANSWER =
      """
      {"facts": [
        {"quote": "3 May 2024", "start": 12,
         "data": {"type": "date", "value": "3 May 2024", "normalized": "2024-05-03", "label": "date of the letter"}},
        {"quote": "office of works",
         "data": {"type": "name", "value": "office of works", "kind": "organisation"}},
        {"quote": "eight days",
         "data": {"type": "amount", "value": "eight days", "normalized": {"amount": 8.0, "currency": "DAY"}}},
        {"quote": "the next consignment  follows in June",
         "data": {"type": "date", "value": "June", "label": "next consignment"}}
      ]}
      """;

  private static final UUID EXTRACTION = new UUID(0x0197_5a3c_0000_7000L, 0x8000_0000_0000_0001L);

  private final String passage = SampleText.LETTER.text();
  private final String schema = DefaultSchema.json();
  private final FactSchema facts = new FactSchema(DefaultSchema.node());
  private final RulesProvider rules = new RulesProvider();
  private final Extractor.Request request =
      new Extractor.Request(EXTRACTION, 0, 1, schema, passage);
  private final Fingerprint hash = Fingerprint.of(passage);
  private final Reply.Content reply = new Reply.Content(ANSWER, Usage.NONE);
  private final JsonNode answer = read(ANSWER);
  private final JsonNode fact = answer.at("/facts/2/data");

  private static JsonNode read(String json) {
    try {
      return CanonicalJson.read(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the answer is not JSON", e);
    }
  }

  /** Stops when an answer is not what its benchmark means to measure. */
  @Setup
  public void lookFirst() {
    if (!(judge() instanceof Verdict.Valid) || !(rules() instanceof Extractor.Reply.Content)) {
      throw new IllegalStateException("an answer is not valid: " + judge() + ", " + rules());
    }
  }

  /** The built-in rules in a model's place. */
  @Benchmark
  public Extractor.Reply rules() {
    return rules.ask(request);
  }

  /** An answer's JSON, its schema, and its quotes in the passage. */
  @Benchmark
  public Verdict judge() {
    return AnswerCheck.judge(reply, passage, facts);
  }

  /** One fact against the project's schema. */
  @Benchmark
  public boolean validate() {
    return facts.accepts(fact);
  }

  /** An answer written with its names sorted. */
  @Benchmark
  public String canonicalJson() {
    return CanonicalJson.write(answer);
  }

  /** By which a passage's answer is found again: SHA-256 with the project's schema. */
  @Benchmark
  public Fingerprint fingerprint() {
    return Fingerprint.of("rules", "1", schema, passage);
  }

  /** The id of its point: SHA-1 of a name. */
  @Benchmark
  public UUID embeddingId() {
    return EmbeddingId.of(EXTRACTION, 0, hash, "hash");
  }
}
