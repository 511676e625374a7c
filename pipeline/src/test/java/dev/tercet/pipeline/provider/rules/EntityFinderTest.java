package dev.tercet.pipeline.provider.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EntityFinderTest {
  private static List<String> find(String schema, String data) {
    return new EntityFinder(Json.quoted(schema))
        .find(Json.quoted(data)).stream()
            .map(e -> e.type() + " " + e.name() + " " + e.key())
            .toList();
  }

  private static List<String> mention(String data) {
    return new EntityFinder(DefaultSchema.node())
        .find(Json.quoted(data)).stream().map(e -> e.type() + " " + e.key()).toList();
  }

  @Test
  void namesWhatTheDefaultSchemaMentions() {
    assertThat(mention("{'type': 'name', 'value': 'Acme\\nLTD', 'kind': 'organisation'}"))
        .containsExactly("organisation acme ltd");
    assertThat(mention("{'type': 'name', 'value': 'Jane  DOE', 'kind': 'person'}"))
        .containsExactly("person jane doe");
    assertThat(mention("{'type': 'name', 'value': 'Straße GmbH'}"))
        .containsExactly("organisation strasse gmbh");
    assertThat(mention("{'type': 'identifier', 'value': 'DE89 37', 'normalized': 'DE8937'}"))
        .containsExactly("identifier de8937");
    assertThat(mention("{'type': 'date', 'value': '2025-01-01'}")).isEmpty();
    assertThat(mention("{'type': 'amount', 'value': '€5', 'normalized': {'amount': 5}}")).isEmpty();
    assertThat(mention("{}")).isEmpty();
  }

  @Test
  void givesEqualKeysToEqualNames() {
    assertThat(EntityFinder.key(" ＡＣＭＥ\u3000Straße  ﬁ ")).isEqualTo("acme strasse fi");
    assertThat(EntityFinder.key("e\u0301")).isEqualTo(EntityFinder.key("É"));
    assertThat(EntityFinder.key("شركة\u00a0المثال")).isEqualTo("شركة المثال");
  }

  @Test
  void namesFormsRolesAndWhatTheSchemaMarks() {
    String schema =
        """
        {'properties': {
          'supplier': {'type': 'string'}, 'owner': {'type': 'string'},
          'mail': {'type': 'string', 'format': 'email'},
          'ship': {'type': 'string', 'x-entity': 'vessel'},
          'crew': {'type': 'array', 'items': {'type': 'string', 'x-entity': 'person'}},
          'note': {'type': 'string'}, 'total': {'type': 'number'},
          'buyer': {'type': 'object', 'properties': {'name': {'type': 'string'}}}}}
        """;
    assertThat(
            find(
                schema,
                "{'supplier': 'Acme Inc.', 'owner': 'Jo Doe', 'mail': 'A@b.example', 'ship': 'Eve',"
                    + " 'crew': ['Al Fox', 'Al  Fox', 7.5], 'note': 'x', 'total': 5,"
                    + " 'buyer': {'name': 'Bo'}}"))
        .containsExactly(
            "organisation Acme Inc. acme inc.",
            "person Jo Doe jo doe",
            "email A@b.example a@b.example",
            "vessel Eve eve",
            "person Al Fox al fox",
            "name Bo bo");
  }

  @Test
  void keepsToItsLimits() {
    String schema =
        "{'properties': {'crew': {'type': 'array', 'items': {'type': 'string', 'x-entity': 'p'}}}}";
    var crew = new StringBuilder("'" + "x".repeat(201) + "'");
    for (int i = 0; i < 500; i++) {
      crew.append(",'n").append(i).append("'");
    }
    assertThat(find(schema, "{'crew': [" + crew + "]}"))
        .hasSize(EntityFinder.MOST_ENTITIES)
        .first()
        .isEqualTo("p n0 n0");
  }
}
