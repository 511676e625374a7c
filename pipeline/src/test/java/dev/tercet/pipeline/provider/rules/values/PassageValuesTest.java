package dev.tercet.pipeline.provider.rules.values;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PassageValuesTest {

  /** Every value as "type text = normal form". */
  private static List<String> read(String passage) {
    return PassageValues.read(passage).found().stream()
        .map(found ->
            found.kind().name().toLowerCase(Locale.ROOT)
                + " "
                + passage.substring(found.startChar(), found.endChar())
                + " = "
                + normal(found.value()))
        .toList();
  }

  private static String normal(Value value) {
    return switch (value) {
      case Value.Day(var date, var instant) -> instant == null ? date.toString() : instant;
      case Value.Money(var amount, var currency) -> amount.toPlainString() + " " + currency;
      case Value.Text(var text) -> text;
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          on 2025-03-12 we met            | 2025-03-12              | 2025-03-12
          at 2025-03-12T09:30Z sharp      | 2025-03-12T09:30Z       | 2025-03-12T09:30:00Z
          2025-03-12T09:30:15.5+01:00     | 2025-03-12T09:30:15.5+01:00 | 2025-03-12T09:30:15.5+01:00
          2025/3/9                        | 2025/3/9                | 2025-03-09
          am 12.03.2025 geliefert         | 12.03.2025              | 2025-03-12
          am 3. 4. 2025                   | 3. 4. 2025              | 2025-04-03
          on 25/03/2025                   | 25/03/2025              | 2025-03-25
          on 03/25/2025                   | 03/25/2025              | 2025-03-25
          on 04/04/2025                   | 04/04/2025              | 2025-04-04
          March 3, 2025                   | March 3, 2025           | 2025-03-03
          Sept. 1st, 2025                 | Sept. 1st, 2025         | 2025-09-01
          the 3rd of March 2025           | 3rd of March 2025       | 2025-03-03
          3. März 2025                    | 3. März 2025            | 2025-03-03
          1er février 2025                | 1er février 2025        | 2025-02-01
          3 de marzo de 2025              | 3 de marzo de 2025      | 2025-03-03
          于2025年3月3日签订                | 2025年3月3日             | 2025-03-03
          ２０２５年１２月３１日            | ２０２５年１２月３１日    | 2025-12-31
          二〇二五年十二月三十一日          | 二〇二五年十二月三十一日  | 2025-12-31
          2025년 3월 3일                   | 2025년 3월 3일           | 2025-03-03
          في 3 مارس 2025                  | 3 مارس 2025             | 2025-03-03
          بتاريخ ٢٥ ديسمبر ٢٠٢٥           | ٢٥ ديسمبر ٢٠٢٥          | 2025-12-25
          15 كانون الثاني 2025            | 15 كانون الثاني 2025    | 2025-01-15
          leap 29.02.2024                 | 29.02.2024              | 2024-02-29
          """)
  void findsDates(String passage, String text, String normal) {
    assertThat(read(passage)).containsExactly("date " + text + " = " + normal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "03/04/2025 could be two days",
        "29.02.2025 is no day",
        "31 April 2025",
        "version 1.2.2025.4",
        "12.13.2025",
        "1725-01-01 is too long ago",
        "2025-03-12-0042",
        "5 Bananas 2025",
        "+49",
        "call 112",
        "a@b",
        "@nobody.example",
        "192.168.100.200:8080",
        "ISO-27001 and SHA-256",
        "DE89 3704 0044 0532 0130 01 has a wrong checksum",
        "1.234 without a currency",
        "100 EUROPEAN cities",
        "ALL 500 of them",
        "http://",
        "The AG",
        "the limited edition",
        "有限公司"
      })
  void findsNothingInWhatOnlyLooksLikeAValue(String passage) {
    assertThat(read(passage)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          € 1.234,56          | € 1.234,56          | 1234.56 EUR
          1.234,56 €          | 1.234,56 €          | 1234.56 EUR
          $1,234.56           | $1,234.56           | 1234.56 USD
          US$ 5               | US$ 5               | 5 USD
          1 234 EUR           | 1 234 EUR           | 1234 EUR
          1 234,50 €          | 1 234,50 €          | 1234.5 EUR
          CHF 1'234.50        | CHF 1'234.50        | 1234.5 CHF
          EUR 1.500           | EUR 1.500           | 1500 EUR
          €0.500              | €0.500              | 0.5 EUR
          ₹12,34,567.00       | ₹12,34,567.00       | 1234567 INR
          -$5.25              | -$5.25              | -5.25 USD
          $-5.25              | $-5.25              | -5.25 USD
          £2.5 million        | £2.5 million        | 2500000 GBP
          3,5 Mio. €          | 3,5 Mio. €          | 3500000 EUR
          $40k                | $40k                | 40000 USD
          USD 500 USD         | USD 500 USD         | 500 USD
          ¥ 1,200             | ¥ 1,200             | 1200 JPY
          费用为¥1,200整        | ¥1,200              | 1200 CNY
          ￥８８．５０元         | ￥８８．５０元        | 88.5 CNY
          人民币 86,000 元      | 人民币 86,000 元     | 86000 CNY
          3.5万元              | 3.5万元              | 35000 CNY
          5,000円             | 5,000円             | 5000 JPY
          1,200.50 د.إ        | 1,200.50 د.إ        | 1200.5 AED
          ٤٬٥٠٠ درهم إماراتي  | ٤٬٥٠٠ درهم إماراتي  | 4500 AED
          ٣٫٥ مليون دولار     | ٣٫٥ مليون دولار     | 3500000 USD
          """)
  void findsAmounts(String passage, String text, String normal) {
    assertThat(read(passage)).containsExactly("amount " + text + " = " + normal);
  }

  @Test
  void readsEveryAmountOfARowOnItsOwn() {
    assertThat(read("| €10.00 | €20.00 | 30 EUR 40 EUR | EUR 50 EUR 60 |"))
        .containsExactly(
            "amount €10.00 = 10 EUR",
            "amount €20.00 = 20 EUR",
            "amount 30 EUR = 30 EUR",
            "amount 40 EUR = 40 EUR",
            "amount EUR 50 = 50 EUR",
            "amount EUR 60 = 60 EUR");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          mail Jane.Doe+x@Mail.Example.com. | email Jane.Doe+x@Mail.Example.com = jane.doe+x@mail.example.com
          <a_b@c-d.example>                 | email a_b@c-d.example = a_b@c-d.example
          see https://a.example/x?y=(1)).   | url https://a.example/x?y=(1) = https://a.example/x?y=(1)
          www.example.com, please           | url www.example.com = https://www.example.com
          见https://a.example/页            | url https://a.example/ = https://a.example/
          call +49 30 23125 114 now         | phone +49 30 23125 114 = +493023125114
          call +49 (0) 30 23125-114         | phone +49 (0) 30 23125-114 = +493023125114
          call +1 (202) 555-0143            | phone +1 (202) 555-0143 = +12025550143
          Tel.: 030 23125114                | phone 030 23125114 = 030 23125114
          pay DE89370400440532013000 today  | identifier DE89370400440532013000 = DE89370400440532013000
          GB82 WEST 1234 5698 7654 32 BIC   | identifier GB82 WEST 1234 5698 7654 32 = GB82WEST12345698765432
          see INV-2025-0042.                | identifier INV-2025-0042 = INV-2025-0042
          Rechnung Nr.: 4711                | identifier 4711 = 4711
          发票号码：12345678                  | identifier 12345678 = 12345678
          id 0E984725-C51C-4BF4-9960-E1C80E27ABA0 | identifier 0E984725-C51C-4BF4-9960-E1C80E27ABA0 = 0e984725-c51c-4bf4-9960-e1c80e27aba0
          """)
  void findsAddressesAndIdentifiers(String passage, String expected) {
    assertThat(read(passage)).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          between Blue Heron Trading Ltd and us      | Blue Heron Trading Ltd
          die Muster & Söhne GmbH & Co. KG liefert   | Muster & Söhne GmbH & Co. KG
          by Acme Rockets, Inc.                      | Acme Rockets, Inc.
          我们与上海示例科技有限公司签约                  | 上海示例科技有限公司
          由北京示例（集团）股份有限公司提供               | 北京示例（集团）股份有限公司
          مع شركة المثال للتقنية ذ.م.م اليوم          | شركة المثال للتقنية ذ.م.م
          says Dr. Ada Byron-Smith today             | Ada Byron-Smith
          Sehr geehrte Frau Dr. Vogelsang,           | Vogelsang
          请联系财务部陈雨桐女士                         | 陈雨桐
          السيدة ليلى حمدان                          | ليلى حمدان
          Contact: Jane van der Berg (Sales)         | Jane van der Berg
          联系人：王小明                                | 王小明
          Customer: Meadowlark Museum, Whitby        | Meadowlark Museum
          """)
  void findsNames(String passage, String name) {
    assertThat(read(passage))
        .singleElement()
        .asString()
        .isEqualTo("name " + name + " = " + name.replace('（', '(').replace('）', ')'));
  }

  @Test
  void listsTheNamesUnderOneLabel() {
    assertThat(read("Teilnehmer: Eva Kern, Dr. Jan Petersen und Mia Voss (Protokoll)"))
        .containsExactly(
            "name Eva Kern = Eva Kern",
            "name Jan Petersen = Jan Petersen",
            "name Mia Voss = Mia Voss");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Gartenstraße 14, 12345 Musterstadt",
        "Am Alten Markt 3a, D-54321 Beispielhausen",
        "500 Pier Street, Suite 12, Springfield, IL 62701",
        "22 Harbour Lane, Brighton, BN1 4ZZ",
        "上海市徐汇区示例路88号3层"
      })
  void findsPostalAddresses(String address) {
    assertThat(read("x: " + address + "!")).containsExactly("address " + address + " = " + address);
  }

  @Test
  void keepsPositionsAfterCharactersOutsideTheFirstPlane() {
    String passage = "🎉👩‍👩‍👧‍👦 paid €５.００ on 2025-01-02";
    assertThat(read(passage))
        .containsExactly("amount €５.００ = 5 EUR", "date 2025-01-02 = 2025-01-02");
  }

  @Test
  void neverGivesTwoValuesTheSamePlace() {
    var found =
        PassageValues.read(
                "Contact: Jane Doe jane@doe-gmbh.example Invoice No: DE89370400440532013000"
                    + " Phone: +49 30 23125114 https://x.example/a@b.example/2025-01-01")
            .found();
    for (int i = 1; i < found.size(); i++) {
      assertThat(found.get(i).startChar()).isGreaterThanOrEqualTo(found.get(i - 1).endChar());
    }
  }
}
