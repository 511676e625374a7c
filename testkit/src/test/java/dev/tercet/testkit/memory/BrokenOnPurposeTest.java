package dev.tercet.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * A contract that cannot fail proves nothing: each of these stores is broken, and must be caught.
 */
class BrokenOnPurposeTest {

  @ParameterizedTest
  @ValueSource(
      classes = {
        BrokenLedgers.IgnoresTheEpoch.class,
        BrokenLedgers.IgnoresTheSession.class,
        BrokenLedgers.NotesMessagesOfAnyEpoch.class,
        BrokenLedgers.HidesThatItWasQueued.class,
        BrokenLedgers.ClaimsTooEarly.class,
        BrokenLedgers.ClaimsWhatIsHeld.class,
        BrokenLedgers.LetsTheOlderVersionWin.class,
        BrokenLedgers.LeavesOlderVersionsRunning.class,
        BrokenLedgers.KeepsThePredecessor.class,
        BrokenLedgers.LetsACompletionWinOverADeletion.class,
        BrokenLedgers.KeepsCountersAtARetry.class,
        BrokenLedgers.CountsADrain.class,
        BrokenLedgers.ForgetsCrashes.class,
        BrokenLedgers.GoesBackAStage.class,
        BrokenPoints.IgnoresTheEpochOfWrites.class,
        BrokenPoints.IgnoresTheEpochOfRemovals.class,
        BrokenPoints.SortsAsJavaDoes.class,
        BrokenPoints.TakesNaN.class,
        BrokenPoints.CreatesTheCollectionByWriting.class,
        BrokenPoints.CountsNothingWithoutAnIndex.class,
        BrokenQueues.SettlesOnDelivery.class,
        BrokenQueues.KeepsItsMarkerThroughALoss.class,
        BrokenQueues.StarvesTheLeastUrgent.class,
        BrokenQueues.IgnoresPauses.class,
        BrokenQueues.CallsNothingLost.class,
        BrokenQueues.CallsEverythingLost.class,
        BrokenRecovery.CountsAStaleHeartbeat.class,
        BrokenRecovery.TrustsAFreshServer.class,
        BrokenRecovery.TrustsAReconnect.class,
        BrokenRecovery.KeepsTheCrashesOfTheLiving.class,
        BrokenRecovery.LooksBeyondItsScope.class,
        BrokenRecovery.LooksOnce.class,
        BrokenRecovery.EndsWhateverStandsThere.class,
        BrokenRecovery.KeepsTheLastSight.class,
        BrokenRecovery.ConvertsUnguarded.class,
        BrokenRecovery.SharesItsLock.class,
        BrokenRecovery.ForgetsHistoriesAtOnce.class,
      })
  void isCaughtByItsContract(Class<?> broken) {
    SummaryGeneratingListener heard = new SummaryGeneratingListener();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(broken)).build();
    Launcher launcher = LauncherFactory.create();

    launcher.execute(request, heard);

    assertThat(heard.getSummary().getTestsStartedCount()).as("tests run").isPositive();
    assertThat(heard.getSummary().getTestsFailedCount())
        .as("tests of the contract that see that %s", broken.getSimpleName())
        .isPositive();
  }
}
