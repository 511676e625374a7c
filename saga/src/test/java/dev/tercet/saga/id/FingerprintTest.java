package dev.tercet.saga.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {
  /** The expected values come from Python's {@code hashlib.sha256}. */
  @Test
  void derivesKnownValues() {
    assertThat(Fingerprint.of("a", "bc").hex())
        .isEqualTo("5310a58788781ab25d5ad7c3f85035824b4eb7bdfa394e0ac2186271472b5492");
    assertThat(Fingerprint.of("橋").hex())
        .isEqualTo("582ba6115de3259c402972370f966fa4cf3f08948d5e690e1825d906e9b6f9f1");
    assertThat(Fingerprint.of("").hex())
        .isEqualTo("ba768b331fd86cec803be04e56ab2b3d4c0e98ef4ee4fcd4e72ad7cce61a1d1f");
  }

  @Test
  void tellsListsApartThatReadTheSame() {
    assertThat(Fingerprint.of("a", "bc"))
        .isNotEqualTo(Fingerprint.of("ab", "c"))
        .isNotEqualTo(Fingerprint.of("abc"))
        .isNotEqualTo(Fingerprint.of("a", "bc", ""))
        .isNotEqualTo(Fingerprint.of("bc", "a"));
    assertThat(Fingerprint.of("1:a")).isNotEqualTo(Fingerprint.of("a"));
    assertThat(Fingerprint.of()).isNotEqualTo(Fingerprint.of(""));
  }

  @Test
  void givesItsBytesAndComesBackFromThem() {
    Fingerprint fingerprint = Fingerprint.of("a letter");

    assertThat(fingerprint.bytes()).hasSize(32);
    assertThat(Fingerprint.of(fingerprint.bytes())).isEqualTo(fingerprint);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "582ba6115de3259c402972370f966fa4cf3f08948d5e690e1825d906e9b6f9f",
        "582BA6115DE3259C402972370F966FA4CF3F08948D5E690E1825D906E9B6F9F1",
        "582ba6115de3259c402972370f966fa4cf3f08948d5e690e1825d906e9b6f9fg"
      })
  void refusesWhatIsNoFingerprint(String hex) {
    assertThatThrownBy(() -> new Fingerprint(hex)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAnotherNumberOfBytes() {
    assertThatThrownBy(() -> Fingerprint.of(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ordersByDigits() {
    Fingerprint low = new Fingerprint("0".repeat(64));
    Fingerprint high = new Fingerprint("f".repeat(64));

    assertThat(low).isLessThan(high);
  }
}
