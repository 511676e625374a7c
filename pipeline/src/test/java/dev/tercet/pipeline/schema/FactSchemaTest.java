package dev.tercet.pipeline.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tercet.pipeline.provider.rules.DefaultSchema;
import dev.tercet.pipeline.provider.rules.EntityFinder;
import dev.tercet.pipeline.provider.rules.Json;
import dev.tercet.pipeline.provider.rules.RulesExtractor;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactSchemaTest {
  @Test
  void saysWhereTheDataIsWrong() {
    var schema =
        new FactSchema(Json.quoted("{'properties': {'a': {'type': 'string', 'format': 'date'}}}"));
    assertThat(schema.accepts(Json.quoted("{'a': '2025-01-31'}"))).isTrue();
    assertThat(schema.problems(Json.quoted("{'a': 'soon'}")))
        .extracting(SchemaProblem::pointer)
        .containsExactly("/a");
  }

  @Test
  void acceptsReservedDomainsAsEmail() {
    var schema = new FactSchema(Json.quoted("{'format': 'email'}"));
    assertThat(schema.accepts(Json.read("\"a.b@c.example\""))).isTrue();
    assertThat(schema.accepts(Json.read("\"a b@c.example\""))).isFalse();
    assertThat(schema.accepts(Json.read("\"a@c\""))).isFalse();
  }

  @Test
  void pointsAtWhatIsWrongInASchema() {
    assertThat(FactSchema.check(Json.quoted("{'properties': {'a': {'type': 'text'}}}")))
        .extracting(SchemaProblem::pointer)
        .contains("/properties/a/type");
    assertThat(FactSchema.check(DefaultSchema.node())).isEmpty();
  }

  @Test
  void namesABadPatternAndNoClass() {
    assertThat(FactSchema.check(Json.quoted("{'properties': {'a': {'pattern': '('}}}")))
        .singleElement()
        .extracting(SchemaProblem::message)
        .asString()
        .startsWith("the pattern ( cannot be used: ")
        .doesNotContain("Exception");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'$ref': 'http://127.0.0.1:1/schema.json'}",
        "{'$ref': 'file:///etc/passwd'}",
        "{'$ref': 'classpath:schema.json'}",
        "{'$ref': '#/$defs/missing'}",
        "{'$ref': '#'}",
        "{'allOf': [{'$ref': '#/$defs/a'}], '$defs': {'a': {'anyOf': [{'$ref': '#'}]}}}",
        "{'properties': {'a': {'pattern': '('}}}",
        "{'$schema': 'https://nowhere.example/dialect'}",
        "[]",
        "'text'"
      })
  void refusesWhatCannotBeUsed(String schema) {
    assertThat(FactSchema.check(Json.quoted(schema))).isNotEmpty();
    assertThatThrownBy(() -> new RulesExtractor(Json.quoted(schema)))
        .isInstanceOf(UnusableSchemaException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "true",
        "{'$schema': 'http://json-schema.org/draft-07/schema#', 'type': 'object'}",
        "{'properties': {'child': {'$ref': '#'}}}",
        "{'type': ['object', 'null'], 'x-anything': {'$ref': 5}}",
        "{'$ref': '#thing', '$defs': {'t': {'$anchor': 'thing', 'type': 'object'}}}"
      })
  void acceptsWhatCanBeUsed(String schema) {
    assertThat(FactSchema.check(Json.quoted(schema))).isEmpty();
    assertThat(new RulesExtractor(Json.quoted(schema)).extract("Total: €5 on 2025-01-01"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'properties': 5",
        "'properties': {'a': 5, 'b': true, 'c': [], 'd': null}",
        "'required': 'a', 'properties': {'a': {'type': 7, 'enum': {}, 'format': []}}",
        "'oneOf': 7, 'allOf': {}, 'anyOf': [3]",
        "'items': [[]], 'properties': {'a': {'type': 'array', 'items': [{}]}}",
        "'properties': {'a': {'type': 'object', 'properties': {'b': 1}}}, '$defs': 3",
        "'properties': {'a': {'pattern': 5, 'x-labels': {}, 'title': []}}"
      })
  void neverFailsOtherwiseThanByRefusing(String members) {
    for (String dialect :
        List.of(
            "https://json-schema.org/draft/2020-12/schema",
            "http://json-schema.org/draft-07/schema#")) {
      JsonNode schema = Json.quoted("{'$schema': '" + dialect + "', " + members + "}");
      assertThat(new EntityFinder(schema).find(Json.quoted("{'a': {'b': 'x'}}"))).isEmpty();
      if (FactSchema.check(schema).isEmpty()) {
        assertThat(new RulesExtractor(schema).extract("A: €5\n2025-01-01")).isNotNull();
      }
    }
  }

  @Test
  void refusesCombinationsThatMultiply() {
    var definitions = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      definitions.append(
          "'d%d': {'allOf': [{'$ref': '#/$defs/d%d'}, {'$ref': '#/$defs/d%d'}]},"
              .formatted(i, i + 1, i + 1));
    }
    JsonNode bomb = Json.quoted("{'$ref': '#/$defs/d0', '$defs': {" + definitions + "'d40': {}}}");
    List<SchemaProblem> problems =
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> FactSchema.check(bomb));
    assertThat(problems).isNotEmpty();
  }

  @Test
  void refusesDataThatIsNestedTooDeeply() {
    JsonNode data = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < 9; i++) {
      data = JsonNodeFactory.instance.objectNode().set("a", data);
    }
    assertThat(new FactSchema(Json.read("{}")).accepts(data)).isFalse();
    assertThat(new FactSchema(Json.read("{}")).accepts(data.path("a").path("a"))).isTrue();
  }

  @Test
  void refusesAHugeSchema() {
    JsonNode huge = JsonNodeFactory.instance.objectNode().put("title", "x".repeat(300_000));
    assertThat(FactSchema.check(huge)).isNotEmpty();
  }
}
