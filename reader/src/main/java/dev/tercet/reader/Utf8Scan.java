package dev.tercet.reader;

/**
 * How well bytes are UTF-8.
 *
 * @param valid sequences of two bytes and more
 * @param broken bytes that belong to none
 * @param never of the broken, those that no UTF-8 and hardly any text has: 0xFE and 0xFF
 * @param cut bytes at the end that begin a sequence which the end cuts off
 */
record Utf8Scan(int valid, int broken, int never, int cut) {
  private static final int WORTH_OF_A_BROKEN_ONE = 8;

  static Utf8Scan of(byte[] bytes) {
    int valid = 0;
    int broken = 0;
    int never = 0;
    int at = 0;
    while (at < bytes.length) {
      int lead = bytes[at] & 0xFF;
      int length = length(lead);
      int follow = 1;
      while (follow < length && at + follow < bytes.length && isFollower(bytes, at + follow)) {
        follow++;
      }
      if (length > 1 && follow < length && at + follow == bytes.length) {
        return new Utf8Scan(valid, broken, never, follow);
      }
      if (length > 1 && follow == length) {
        valid++;
        at += length;
      } else {
        if (length != 1) {
          broken++;
          never += lead >= 0xFE ? 1 : 0;
        }
        at++;
      }
    }
    return new Utf8Scan(valid, broken, never, 0);
  }

  boolean isWhole() {
    return broken == 0 && cut == 0;
  }

  /** Whether nobody who looks at the bytes could take them for anything else. */
  boolean isPlainly() {
    return valid > WORTH_OF_A_BROKEN_ONE * broken;
  }

  /**
   * Whether UTF-8 with some damage explains the bytes better than an old encoding, in which nearly
   * every byte above 127 stands alone. A single byte that begins a sequence at the very end may be
   * a letter of an old encoding, two are none.
   */
  boolean isUtf8WithSomeBroken() {
    boolean isCutOnly = valid == 0 && broken == 0 && cut > 1;
    boolean isNoise = valid == 0 && cut == 0 && broken == never;
    return isCutOnly || isNoise || (valid > 0 && valid >= broken);
  }

  private static boolean isFollower(byte[] bytes, int at) {
    return (bytes[at] & 0xC0) == 0x80;
  }

  /** Bytes of the sequence that this one begins; 0 when it begins none. */
  private static int length(int lead) {
    if (lead < 0x80) {
      return 1;
    }
    if (lead < 0xC2 || lead > 0xF4) {
      return 0;
    }
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  }
}
