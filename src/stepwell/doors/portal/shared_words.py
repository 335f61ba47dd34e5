"""Sentences the portal shares with staff (the login, forms, refusals): its catalogue has their Spanish."""

from __future__ import annotations

from django.utils.translation import gettext_noop, ngettext_lazy

SHARED = (
    # The login.
    gettext_noop("Sign in"),
    gettext_noop("After signing in you go on where you were. Nothing you wrote is lost."),
    gettext_noop("User name"),
    gettext_noop("Password"),
    gettext_noop("Forgot your password? Ask at your clinic for a new one."),
    gettext_noop("Looking for help? Find a program"),
    gettext_noop("That user name and password do not fit together. Check both and try again."),
    # The page for a line that is down.
    gettext_noop("The line is down"),
    gettext_noop("Stepwell cannot be reached from here right now. Nothing is lost: what you wrote before is kept."),
    gettext_noop(
        "Check the network, then try again. If somebody is in danger, call 911; for a crisis call or text 988. "
        "You do not need Stepwell for either."
    ),
    gettext_noop("Try again"),
    # Forms.
    gettext_noop("We kept what you wrote at %(at)s. It is not sent yet."),
    gettext_noop("Start over"),
    gettext_noop("What the record says now"),
    gettext_noop("Start over from the record"),
    gettext_noop("Nothing you wrote is lost."),
    gettext_noop("Why?"),
    gettext_noop("may be left out"),
    gettext_noop("This was saved already. Nothing was done twice."),
    gettext_noop("No rules are in force on that day. Choose another day; nothing was changed."),
    gettext_noop("The record has changed since you wrote this. Look at both, then send yours or start over."),
    gettext_noop("This form was open for too long. Your words are still here: look at them and send."),
    gettext_noop("Somebody changed this while you wrote. Nothing of yours is lost: look at both, then send again."),
    # Refusals.
    gettext_noop("Not permitted, or not found. If somebody gave you this address, ask them whether you should see it."),
    gettext_noop("That could not be read"),
    gettext_noop("This is not open to you"),
    gettext_noop("There is nothing here for you"),
    gettext_noop("Somebody was quicker"),
    gettext_noop("Something went wrong on our side"),
    gettext_noop("That was not done"),
    gettext_noop("This could not be opened"),
    gettext_noop("That request could not be read. Go back and try again; nothing was changed."),
    gettext_noop("You told us this already. Nothing was done twice."),
    gettext_noop("This meeting was called off. You need not do anything."),
    gettext_noop("This meeting has begun. Write to your team, or call."),
    gettext_noop("This question needs an answer."),
    gettext_noop("Write something first."),
    gettext_noop("The last day cannot be before today."),
    gettext_noop("This consent was taken back before."),
    gettext_noop("This place is signed already. A change is a new version of the plan."),
    gettext_noop("A newer version of the plan is in force; sign that one or draft the next."),
    gettext_noop("Somebody has changed this plan since you opened it. Look at both, then keep yours."),
    gettext_noop("The drawing did not arrive whole. Draw it again, or type your name alone."),
    gettext_noop("Fill this in, or write why it is declined."),
    gettext_noop("A plan for a crisis has words in at least one of its parts."),
)
NEEDED = ngettext_lazy("One thing is still needed", "%(n)s things are still needed", "n")
