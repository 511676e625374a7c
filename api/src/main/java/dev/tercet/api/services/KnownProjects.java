package dev.tercet.api.services;

import dev.tercet.saga.Project;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Living projects as this process saw them last, for those who post documents: the ledger takes
 * nothing for a project that was deleted or changed since, and then it is looked up again.
 */
@Singleton
public final class KnownProjects {
  /** Characters of all of them together. */
  static final int MOST_CHARACTERS = 4 << 20;

  /** What an entry takes besides its texts. */
  private static final int ENTRY = 512;

  /** After which one is looked up again: a ledger put back from a backup counts versions anew. */
  static final Duration LONGEST = Duration.ofMinutes(1);

  private final Services.Source services;
  private final LongSupplier nanoTime;
  private final Map<Name, Seen> known = new LinkedHashMap<>(16, 0.75f, true);
  private long characters;

  private record Name(String tenant, String slug) {}

  private record Seen(Project project, long at) {
    int characters() {
      return ENTRY
          + project.tenant().length()
          + project.slug().length()
          + project.schema().length()
          + project.options().length();
    }
  }

  /** Knows none at first. */
  @Inject
  public KnownProjects(Services.Source services) {
    this(services, System::nanoTime);
  }

  KnownProjects(Services.Source services, LongSupplier nanoTime) {
    this.services = services;
    this.nanoTime = nanoTime;
  }

  /** As seen last; looked up when it is not known. */
  public Optional<Project> find(String tenant, String slug) {
    return seen(new Name(tenant, slug)).or(() -> findAgain(tenant, slug));
  }

  /** As it is now. */
  public Optional<Project> findAgain(String tenant, String slug) {
    Optional<Project> found = services.get().projects().find(tenant, slug);
    keep(new Name(tenant, slug), found.orElse(null));
    return found;
  }

  /** What its name means as seen last, if that is newer. */
  public Project latest(Project project) {
    return seen(new Name(project.tenant(), project.slug()))
        .filter(it -> isNewer(it, project))
        .orElse(project);
  }

  private static boolean isNewer(Project one, Project other) {
    return one.id().equals(other.id())
        ? one.version() > other.version()
        : one.createdAt().isAfter(other.createdAt());
  }

  private synchronized Optional<Project> seen(Name name) {
    Seen seen = known.get(name);
    return seen == null || nanoTime.getAsLong() - seen.at() > LONGEST.toNanos()
        ? Optional.empty()
        : Optional.of(seen.project());
  }

  private synchronized void keep(Name name, @Nullable Project project) {
    forget(name);
    if (project != null) {
      var seen = new Seen(project, nanoTime.getAsLong());
      known.put(name, seen);
      characters += seen.characters();
    }
    while (characters > MOST_CHARACTERS) {
      forget(known.keySet().iterator().next());
    }
  }

  private void forget(Name name) {
    Seen former = known.remove(name);
    characters -= former == null ? 0 : former.characters();
  }
}
