package dev.tercet.embedded.vector;

import static io.qdrant.client.ConditionFactory.filter;
import static io.qdrant.client.ConditionFactory.hasId;
import static io.qdrant.client.ConditionFactory.match;
import static io.qdrant.client.ConditionFactory.matchKeyword;
import static io.qdrant.client.ConditionFactory.matchKeywords;
import static io.qdrant.client.ConditionFactory.range;
import static io.qdrant.client.ValueFactory.list;
import static io.qdrant.client.ValueFactory.nullValue;
import static io.qdrant.client.ValueFactory.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.qdrant.client.grpc.Common.Condition;
import io.qdrant.client.grpc.Common.Filter;
import io.qdrant.client.grpc.Common.Range;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FilterContractTest {
  private static final Condition NOTHING = Condition.getDefaultInstance();
  private static final String LONG = "x".repeat(40_000);

  @RegisterExtension final Engine engine = Engine.underContract();
  private final Sample sample = new Sample(engine);

  @BeforeEach
  void putPoints() {
    sample.upsert(
        Sample.point(1, Map.of("word", value("a"), "n", value(1))),
        Sample.point(2, Map.of("word", value("b"), "n", value(2))),
        Sample.point(3, Map.of("word", value("c"), "n", value(2.5))),
        Sample.point(4, Map.of("word", list(List.of(value("a"), value("d"))), "n", value(-7))),
        Sample.point(5, Map.of("word", nullValue(), "n", list(List.of()))),
        Sample.point(6, Map.of("inner", value(Map.<String, Value>of("word", value("a"))))),
        Sample.point(7, Map.of("long", value(LONG))));
  }

  static Stream<Arguments> filters() {
    return Stream.of(
        of("a word", must(matchKeyword("word", "a")), 1, 4),
        of("any of two words", must(matchKeywords("word", List.of("b", "c"))), 2, 3),
        of("an integer", must(match("n", 2)), 2),
        of("a word that is no number", must(matchKeyword("n", "2"))),
        of("a very long word", must(matchKeyword("long", LONG)), 7),
        of("at least", must(range("n", Range.newBuilder().setGte(2).build())), 2, 3),
        of("above", must(range("n", Range.newBuilder().setGt(2).build())), 3),
        of("at most", must(range("n", Range.newBuilder().setLte(1).build())), 1, 4),
        of("below", must(range("n", Range.newBuilder().setLt(1).build())), 4),
        of("between", must(range("n", Range.newBuilder().setGt(-7).setLt(2.5).build())), 1, 2),
        of("nowhere", must(range("n", Range.newBuilder().setGt(2).setLt(2).build()))),
        of("ids", must(hasId(List.of(Sample.id(2), Sample.id(99)))), 2),
        of("all of two", must(matchKeyword("word", "a"), match("n", 1)), 1),
        of("not", Filter.newBuilder().addMustNot(match("n", 1)).build(), 2, 3, 4, 5, 6, 7),
        of(
            "one of two",
            Filter.newBuilder().addShould(match("n", 1)).addShould(match("n", 2)).build(),
            1,
            2),
        of(
            "all, one and not",
            Filter.newBuilder()
                .addMust(hasId(List.of(Sample.id(1), Sample.id(2), Sample.id(3))))
                .addShould(match("n", 1))
                .addShould(match("n", 2))
                .addMustNot(matchKeyword("word", "a"))
                .build(),
            2),
        of(
            "a filter in a filter",
            must(
                filter(
                    Filter.newBuilder()
                        .addShould(match("n", 1))
                        .addShould(matchKeyword("word", "c"))
                        .build())),
            1,
            3),
        of("nothing at all", Filter.getDefaultInstance(), 1, 2, 3, 4, 5, 6, 7),
        of("no content", must(NOTHING), 1, 2, 3, 4, 5, 6, 7),
        of("no content beside some", must(NOTHING, match("n", 1)), 1),
        of("not, no content", Filter.newBuilder().addMustNot(NOTHING).build(), 1, 2, 3, 4, 5, 6, 7),
        of(
            "one of, no content",
            Filter.newBuilder().addShould(NOTHING).build(),
            1,
            2,
            3,
            4,
            5,
            6,
            7),
        of(
            "one of, no content beside some",
            Filter.newBuilder().addShould(NOTHING).addShould(match("n", 1)).build(),
            1),
        of("a filter without content in a filter", must(filter(must(NOTHING)), match("n", 1)), 1));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void findsExactlyWhatTheFilterSays(Filter filter, List<Integer> expected) {
    assertThat(sample.matching(filter))
        .containsExactlyElementsOf(expected.stream().map(Sample::id).toList());
    assertThat(sample.count(filter)).isEqualTo(expected.size());
  }

  private static Filter must(Condition... conditions) {
    return Sample.must(conditions);
  }

  private static Arguments of(String name, Filter filter, Integer... expected) {
    return Arguments.argumentSet(name, filter, Arrays.asList(expected));
  }
}
