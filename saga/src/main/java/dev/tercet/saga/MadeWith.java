package dev.tercet.saga;

import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.text.StorableText;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What facts were extracted with. Two that are equal ask the same question about the same passage:
 * an answer of the one is stored under the name that the other one looks for.
 *
 * @param schema the digest of the project's schema, {@value #DIGITS} hexadecimal digits
 * @param prompt the version of the prompt, or of the rules
 * @param model who answered, as {@link dev.tercet.saga.port.Extractor#identity} says it
 */
public record MadeWith(String schema, String prompt, String model) {
  /** So many digits tell the schemas of a project from one another. */
  private static final int DIGITS = 16;

  private static final String BETWEEN_PARTS = "\u001f";
  private static final String BETWEEN = "\u001e";

  /** Of what can be written and read again; other control characters are taken out of names. */
  public MadeWith {
    schema = plain(schema);
    prompt = plain(prompt);
    model = plain(model);
  }

  private static String plain(String part) {
    return StorableText.of(part).replace(BETWEEN_PARTS, " ").replace(BETWEEN, " ");
  }

  /**
   * The digest of a schema.
   *
   * @param canonical with names sorted and without white space
   */
  public static String digest(String canonical) {
    return Fingerprint.of(canonical).hex().substring(0, DIGITS);
  }

  /** Whether any of it is not among the others, or it is not known. */
  public static boolean isUnlike(Collection<MadeWith> made, Collection<MadeWith> others) {
    return made.isEmpty() || !others.containsAll(made);
  }

  /** The model's name for people, with its provider's where others have one of that name. */
  public String modelName() {
    return model.replace('\n', '/');
  }

  /** One of them as the ledger keeps it. */
  public String written() {
    return String.join(BETWEEN_PARTS, schema, prompt, model);
  }

  /** Several, in one text that {@code string_to_array} takes apart again at U+001E. */
  public static String written(Collection<MadeWith> all) {
    return known(all).stream().map(MadeWith::written).collect(Collectors.joining(BETWEEN));
  }

  /**
   * These, in an order of their own; throws {@link IllegalArgumentException} when there are none.
   */
  public static List<MadeWith> known(Collection<MadeWith> all) {
    if (all.isEmpty()) {
      throw new IllegalArgumentException("what is made is made with something");
    }
    return all.stream().distinct().sorted(Comparator.comparing(MadeWith::written)).toList();
  }

  /** What was written. */
  public static List<MadeWith> read(String... written) {
    return Arrays.stream(written).map(MadeWith::of).toList();
  }

  private static MadeWith of(String written) {
    String[] parts = written.split(BETWEEN_PARTS, -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("not written by this program: " + written);
    }
    return new MadeWith(parts[0], parts[1], parts[2]);
  }
}
