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
  /** Each cause is a query, and nobody waits for more of them. */
  private static final int MOST_PAGES = 20;

  /** Counts cause by cause, until there are more letters or causes than anybody counts. */
  static LetterCount of(DeadLetters letters, Wanted wanted) {
    List<Group> groups = new ArrayList<>();
    @Nullable Cause last = null;
    long counted = 0;
    int pages = 0;
    do {
      GroupPage page = letters.groups(wanted, last, DeadLetters.MOST_CAUSES);
      groups.addAll(page.groups());
      counted += page.groups().stream().mapToLong(Group::count).sum();
      last = page.next();
      pages++;
    } while (last != null && pages < MOST_PAGES && counted <= DeadLetters.MOST_COUNTED);
    return new LetterCount(groups, last != null || groups.stream().anyMatch(Group::more));
  }

  long count() {
    return groups.stream().mapToLong(Group::count).sum();
  }
}
