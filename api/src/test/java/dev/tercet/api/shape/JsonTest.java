package dev.tercet.api.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tercet.api.problem.RefusedRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonTest {
  @Test
  void manySmallValuesAreRefusedBeforeTheyFillTheMemory() {
    String body = "[" + "{},".repeat(7_900_000) + "{}]";
    assertThat(refusal(body)).contains("Token count").contains("200000").doesNotContain("Stream");
  }

  @Test
  void aLongTextIsOneValue() {
    byte[] body =
        ("{\"text\":\"" + "a ".repeat(5_000_000) + "\"}").getBytes(StandardCharsets.UTF_8);
    assertThat(Json.read(body, 0, body.length).get("text").textValue()).hasSize(10_000_000);
  }

  @Test
  void whatComesBehindTheValueIsNamedWithoutTheParsersSettings() {
    assertThat(refusal("{} {}"))
        .startsWith("Trailing token")
        .doesNotContain("bound as")
        .doesNotContain("DeserializationFeature");
  }

  private static String refusal(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return catchThrowableOfType(RefusedRequest.class, () -> Json.read(bytes, 0, bytes.length))
        .problem()
        .detail();
  }
}
