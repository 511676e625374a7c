package dev.tercet.embedded.vector;

import static io.qdrant.client.ValueFactory.list;
import static io.qdrant.client.ValueFactory.nullValue;
import static io.qdrant.client.ValueFactory.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.WithPayloadSelectorFactory;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.WithPayloadSelector;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PayloadContractTest {
  @RegisterExtension final Engine engine = Engine.underContract();
  private final Sample sample = new Sample(engine);

  static Stream<Arguments> values() {
    return Stream.of(
            value("text"),
            value(""),
            value("ünïcödé 😀"),
            value(0),
            value(Long.MIN_VALUE),
            value(Long.MAX_VALUE),
            value(2.0),
            value(-0.5),
            value(true),
            value(false),
            nullValue(),
            list(List.of()),
            list(List.of(value(1), value("x"), nullValue(), list(List.of(value(2.5))))),
            value(Map.<String, Value>of()),
            value(
                Map.<String, Value>of(
                    "deep", value(Map.<String, Value>of("er", list(List.of(value(1))))))))
        .map(value -> Arguments.argumentSet(value.getKindCase() + " " + value.hashCode(), value));
  }

  @ParameterizedTest
  @MethodSource("values")
  void givesBackWhatWasPut(Value put) {
    sample.upsert(Sample.point(1, Map.of("key", put)));

    assertThat(sample.get(Sample.id(1)).getFirst().getPayloadMap()).isEqualTo(Map.of("key", put));
  }

  @Test
  void choosesKeys() {
    sample.upsert(Sample.point(1, Map.of("a", value("x"), "b", value(2), "c", value(3))));

    assertThat(payload(WithPayloadSelectorFactory.include(List.of("a", "c", "absent"))))
        .isEqualTo(Map.of("a", value("x"), "c", value(3)));
    assertThat(payload(WithPayloadSelectorFactory.include(List.of("absent")))).isEmpty();
  }

  private Map<String, Value> payload(WithPayloadSelector choice) {
    return engine
        .points()
        .scroll(sample.scrolling(1).setWithPayload(choice).build())
        .getResult(0)
        .getPayloadMap();
  }
}
