package dev.tercet.pipeline.provider.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How record schemas are read: the rules of the package documentation, one by one. */
class RecordsTest {

  private static List<String> data(String schema, String passage) {
    return new RulesExtractor(Json.quoted(schema))
        .extract(passage).stream().map(fact -> fact.data().toString().replace('"', '\'')).toList();
  }

  private static List<String> quotes(String schema, String passage) {
    return new RulesExtractor(Json.quoted(schema))
        .extract(passage).stream().map(fact -> Quotes.of(fact, passage)).toList();
  }

  private static final String INVOICE =
      """
      {'type': 'object', 'required': ['invoiceNumber'], 'properties': {
        'invoiceNumber': {'type': 'string'},
        'due_date': {'type': 'string', 'format': 'date'},
        'total': {'type': 'number'},
        'currency': {'type': 'string'},
        'paid': {'type': 'boolean'},
        'priority': {'enum': ['low', 'very-high']},
        'pages': {'type': 'integer'}}}
      """;

  @Test
  void joinsLabelledFieldsToOneRecordAndQuotesTheSpanOfItsValues() {
    String passage =
        "Hello\nRechnungsnummer: R 17\nInvoice No.: 4711\nFällig am: 3. März 2025\n"
            + "Gesamtbetrag: 1.234,50 €\nPaid: no\nPriority: Very High!\nPages: 12\nBye";
    assertThat(data(INVOICE, passage))
        .containsExactly(
            "{'invoiceNumber':'4711','due_date':'2025-03-03','total':1234.5,'paid':false,"
                + "'priority':'very-high','pages':12,'currency':'EUR'}");
    assertThat(quotes(INVOICE, passage).getFirst()).startsWith("4711\n").endsWith("Pages: 12");
  }

  @Test
  void beginsANewRecordWhenALabelComesAgain() {
    assertThat(
            data(INVOICE, "Invoice No: A1\nTotal: $5\n\nInvoice No: B2\nTotal: $7.25\nPaid: yes"))
        .containsExactly(
            "{'invoiceNumber':'A1','total':5,'currency':'USD'}",
            "{'invoiceNumber':'B2','total':7.25,'paid':true,'currency':'USD'}");
  }

  @Test
  void dropsRecordsWithoutWhatIsRequired() {
    assertThat(data(INVOICE, "Total: $5\nDue: 2025-01-01")).isEmpty();
  }

  @Test
  void makesEveryTableRowARecord() {
    assertThat(
            data(
                INVOICE,
                """
                | Invoice | Total | Comment |
                |---|---|---|
                | A1 | 5.00 | paid by card |
                | B2 | | none |
                | C3 | 1,000 | |
                """))
        .containsExactly("{'invoiceNumber':'A1','total':5}", "{'invoiceNumber':'C3','total':1000}");
  }

  @Test
  void dropsAnOptionalValueThatTheSchemaRefuses() {
    String schema =
        "{'required': ['a'], 'properties': {'a': {'type': 'string'},"
            + " 'b': {'type': 'string', 'maxLength': 3}}}";
    assertThat(data(schema, "A: one\nB: two")).containsExactly("{'a':'one','b':'two'}");
    assertThat(data(schema, "A: one\nB: three")).containsExactly("{'a':'one'}");
    assertThat(data(schema, "B: two")).isEmpty();
  }

  @Test
  void takesValuesWithoutALabelOnlyWhenTheirFormIsUnmistakable() {
    String schema =
        "{'properties': {'when': {'format': 'date'}, 'cost': {'type': 'number'},"
            + " 'note': {'type': 'string'}}}";
    assertThat(data(schema, "On March 3, 2025 we paid €500. On 2025-04-01 we paid €70."))
        .containsExactly("{'when':'2025-03-03','cost':500}", "{'when':'2025-04-01','cost':70}");
    String twoDates = "{'properties': {'from': {'format': 'date'}, 'to': {'format': 'date'}}}";
    assertThat(data(twoDates, "It lasted from 2025-01-01 to 2025-02-01.")).isEmpty();
    assertThat(data(twoDates, "From: 2025-01-01\nTo: 2025-02-01"))
        .containsExactly("{'from':'2025-01-01','to':'2025-02-01'}");
  }

  @Test
  void leavesAValueToTheLabelItStandsUnder() {
    String schema = "{'properties': {'customer': {'type': 'string'}, 'total': {'type': 'number'}}}";
    assertThat(data(schema, "Customer: Jane Doe\nDeposit: €5"))
        .containsExactly("{'customer':'Jane Doe'}");
    assertThat(data(schema, "Customer: Jane Doe\nShe paid €5."))
        .containsExactly("{'customer':'Jane Doe','total':5}");
  }

  @Test
  void findsPatternsBetweenWordLimits() {
    String schema = "{'properties': {'sku': {'pattern': '^[A-Z]{2}[0-9]{3}$'}}}";
    assertThat(data(schema, "xAB123, AB1234, then AB123 and CD456."))
        .containsExactly("{'sku':'AB123'}", "{'sku':'CD456'}");
  }

  @Test
  void findsRequiredChoicesAsWords() {
    String schema =
        "{'required': ['level', 'on'], 'properties':"
            + " {'level': {'enum': ['high', 'higher']}, 'on': {'format': 'date'}}}";
    assertThat(data(schema, "Highland games are at Higher risk since 2025-01-01."))
        .containsExactly("{'level':'higher','on':'2025-01-01'}");
  }

  @Test
  void readsArraysObjectsAndMoney() {
    String schema =
        """
        {'properties': {
          'attendees': {'type': 'array', 'items': {'type': 'string', 'x-entity': 'person'}},
          'mails': {'type': 'array', 'items': {'format': 'email'}},
          'customer': {'type': 'object', 'required': ['name'], 'properties': {
            'name': {'type': 'string'}, 'vatId': {'type': 'string'}}},
          'fee': {'type': 'object', 'properties': {
            'value': {'type': 'number'}, 'currency': {'type': 'string'}}}}}
        """;
    assertThat(
            data(
                schema,
                "Attendees: Ann Bell, Cy Dorn\nCustomer: Acme Ltd\nVAT ID: DE123456789\n"
                    + "Fee: £5.50\nWrite to a@b.example or c@d.example"))
        .containsExactly(
            "{'attendees':['Ann Bell','Cy Dorn'],'mails':['a@b.example','c@d.example'],"
                + "'customer':{'name':'Acme Ltd','vatId':'DE123456789'},"
                + "'fee':{'value':5.5,'currency':'GBP'}}");
  }

  @Test
  void followsReferencesMergesAllOfAndTreatsBranchesAsShapes() {
    String schema =
        """
        {'oneOf': [{'$ref': '#/$defs/a'}, {'$ref': '#/$defs/b'}], '$defs': {
          'day': {'type': 'string', 'format': 'date'},
          'a': {'allOf': [{'properties': {'kind': {'const': 'start'}}, 'required': ['kind', 'start']},
                {'properties': {'start': {'$ref': '#/$defs/day'}}}]},
          'b': {'properties': {'kind': {'const': 'end'}, 'end': {'anyOf': [{'type': 'null'},
                {'$ref': '#/$defs/day'}]}}, 'required': ['kind', 'end']}}}
        """;
    assertThat(data(schema, "Start: 2025-01-01\nEnd: 2025-02-02"))
        .containsExactly(
            "{'kind':'start','start':'2025-01-01'}", "{'kind':'end','end':'2025-02-02'}");
  }

  @Test
  void answersToTitlesAndOwnLabels() {
    String schema =
        "{'properties': {'x1': {'type': 'string', 'title': 'Shoe size', 'x-labels': ['Schuhgröße']}}}";
    assertThat(data(schema, "shoe size: 43")).containsExactly("{'x1':'43'}");
    assertThat(data(schema, "SCHUHGRÖSSE: 44")).containsExactly("{'x1':'44'}");
    assertThat(data(schema, "Size: 45")).isEmpty();
  }

  @Test
  void keepsAMentionSchemaToItsTypes() {
    String schema =
        "{'properties': {'type': {'enum': ['date']}, 'value': {'type': 'string'}}, 'required':"
            + " ['type', 'value']}";
    assertThat(data(schema, "€5 on 3 March 2025"))
        .containsExactly("{'type':'date','value':'3 March 2025'}");
  }

  @Test
  void readsDateTimesOnlyWithTheirOffset() {
    String schema = "{'properties': {'at': {'format': 'date-time'}}}";
    assertThat(data(schema, "At: 2025-03-12 09:30")).isEmpty();
    assertThat(data(schema, "At: 2025-03-12T09:30+02:00"))
        .containsExactly("{'at':'2025-03-12T09:30:00+02:00'}");
  }
}
