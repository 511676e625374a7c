package dev.tercet.storage.postgres.content;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.tercet.saga.Passage.Fact;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The column {@code facts}: an array of {@code {"quote","data","start","end"}}. */
public final class FactsJson {
  private static final JsonFactory JSON =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedBoundedPool()).build();

  private FactsJson() {}

  static String write(List<Fact> facts) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartArray();
      for (Fact fact : facts) {
        json.writeStartObject();
        json.writeStringField("quote", fact.quote());
        json.writeFieldName("data");
        json.writeRawValue(fact.data());
        json.writeNumberField("start", fact.start());
        json.writeNumberField("end", fact.end());
        json.writeEndObject();
      }
      json.writeEndArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** The facts, their data exactly as it was written. */
  public static List<Fact> read(String text) {
    List<Fact> facts = new ArrayList<>();
    try (JsonParser json = JSON.createParser(text)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.START_OBJECT) {
        facts.add(fact(json, text));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a passage's facts are not the JSON that was written", e);
    }
    return facts;
  }

  private static Fact fact(JsonParser json, String text) throws IOException {
    String data = "{}";
    String quote = "";
    int start = 0;
    int end = 0;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      JsonToken value = json.nextToken();
      switch (field) {
        case "quote" -> quote = json.getText();
        case "start" -> start = json.getIntValue();
        case "end" -> end = json.getIntValue();
        case "data" -> data = raw(json, text);
        default -> throw new IOException("unknown field " + field + " of type " + value);
      }
    }
    return new Fact(data, quote, start, end);
  }

  private static String raw(JsonParser json, String text) throws IOException {
    int from = (int) json.currentTokenLocation().getCharOffset();
    json.skipChildren();
    json.finishToken();
    return text.substring(from, (int) json.currentLocation().getCharOffset());
  }
}
