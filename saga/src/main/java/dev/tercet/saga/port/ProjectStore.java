package dev.tercet.saga.port;

import dev.tercet.saga.Project;
import dev.tercet.saga.Status;
import dev.tercet.saga.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Projects: their names, schemas, options and the tombstone of those that are being deleted. */
public interface ProjectStore {
  /** So many changes of counts that were not folded yet are looked at for {@link #totals}. */
  int MOST_DIFFERENCES = 50_000;

  /** What a put came to. */
  sealed interface Put {
    /** The project as it now stands. */
    Project project();

    /** It is new. */
    record Created(Project project) implements Put {}

    /**
     * It existed; {@code project} has the new schema and options (or the old ones, had nothing
     * changed).
     */
    record Updated(Project project) implements Put {}
  }

  /**
   * Creates the project or gives it another schema and other options. The version grows only when
   * either differs, as JSON, from what is stored.
   */
  Put put(String tenant, String slug, String schema, String options);

  /** The living project of that name. */
  Optional<Project> find(String tenant, String slug);

  /** The project of that name that was deleted last, as long as its row exists. */
  Optional<Project> findDeleted(String tenant, String slug);

  /** The project of that internal id, living or not, as long as its row exists. */
  Optional<Project> find(UUID id);

  /**
   * All living projects of the tenant by name, those after {@code afterSlug} ("" for the first
   * page).
   */
  List<Project> list(String tenant, String afterSlug, int limit);

  /** How many extractions of the project stand in each status; every status is a key. */
  Map<Status, Long> counts(UUID project);

  /**
   * The same of all projects together, with up to {@value #MOST_DIFFERENCES} changes that were not
   * folded yet; more are left out until those are.
   */
  Map<Status, Long> totals();

  /** Since when everything older of the project has been compared; null while that is not known. */
  @Nullable Instant verifiedThrough(UUID project);

  /**
   * What asking models for the project has cost so far, whatever became of its documents: no
   * deletion and no retention takes anything away. A call that is not known to have ended counts as
   * one.
   */
  Usage usage(UUID project);

  /**
   * Sets the tombstone, and nothing else: from its commit on nothing of the project can be read,
   * accepted, claimed or answered. Its extractions follow page by page ({@link
   * RemovalStore#followTombstones}). Returns false when it was set before.
   */
  boolean delete(UUID project);
}
