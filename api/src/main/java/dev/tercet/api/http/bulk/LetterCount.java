package dev.tercet.api.http.bulk;

import dev.tercet.saga.port.DeadLetters;
import dev.tercet.saga.port.DeadLetters.Cause;
import dev.tercet.saga.port.DeadLetters.Group;
import dev.tercet.saga.port.DeadLetters.GroupPage;
import dev.tercet.saga.port.DeadLetters.Wanted;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How many dead letters are meant, by cause.
 *
 * @param more whether there are more than were counted
 */
record LetterCount(List<Group> groups, boolean more) {

  /** Counts cause by cause, until there are more than anybody counts. */
  static LetterCount of(DeadLetters letters, Wanted wanted) {
    List<Group> groups = new ArrayList<>();
    @Nullable Cause last = null;
    long counted = 0;
    do {
      GroupPage page = letters.groups(wanted, last, DeadLetters.MOST_CAUSES);
      groups.addAll(page.groups());
      counted += page.groups().stream().mapToLong(Group::count).sum();
      last = page.next();
    } while (last != null && counted <= DeadLetters.MOST_COUNTED);
    return new LetterCount(groups, last != null || groups.stream().anyMatch(Group::more));
  }

  long count() {
    return groups.stream().mapToLong(Group::count).sum();
  }
}
