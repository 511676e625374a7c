package dev.tercet.pipeline.provider.rules.values;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Everything that the rules find in one passage.
 *
 * @param text the passage
 * @param fields labelled fields in reading order
 * @param found values in reading order, no two of which overlap; where two finders want the same
 *     place, the more certain one has it
 */
public record PassageValues(FoldedText text, List<Field> fields, List<Found> found) {
  /** The surest first: a later finder yields to an earlier one. */
  private static final List<ValueFinder> FINDERS =
      List.of(
          new EmailFinder(),
          new UrlFinder(),
          new DateFinder(),
          new IdentifierFinder(),
          new AmountFinder(),
          new PhoneFinder(),
          new AddressFinder(),
          new OrganisationFinder());

  private static final ValueFinder PERSONS = new PersonFinder();

  /** A passage with more values than this is a table of numbers, and the rest is left out. */
  private static final int MOST_VALUES = 2_000;

  /** Reads a passage in time linear in its length. */
  public static PassageValues read(String passage) {
    var text = new FoldedText(passage);
    List<Field> fields = FieldReader.read(text);
    var kept = new ArrayList<Found>();
    var taken = new BitSet(passage.length());
    for (ValueFinder finder : FINDERS) {
      finder.find(text, found -> keep(found, taken, kept));
    }
    LabelledFinder.find(text, fields, found -> keep(found, taken, kept));
    PERSONS.find(text, found -> keep(found, taken, kept));
    kept.sort(Comparator.comparingInt(Found::startChar));
    return new PassageValues(text, fields, List.copyOf(kept));
  }

  private static void keep(Found found, BitSet taken, List<Found> kept) {
    int next = taken.nextSetBit(found.startChar());
    if (kept.size() < MOST_VALUES && (next < 0 || next >= found.endChar())) {
      taken.set(found.startChar(), found.endChar());
      kept.add(found);
    }
  }
}
