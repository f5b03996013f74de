extension TurnWords {
    /// English.
    static let english = TurnWords(
        linking: words(
            """
            and but or nor because cause unless until if whether although a an the my your our their its every
            and/or i he she we they very quite just mr mrs ms dr than per which whose gonna wanna
            """
        ),
        stranding: words(
            """
            to from with of for at by into onto about between against during without within toward towards upon
            via near behind beside under like as
            """
        ),
        auxiliaries: words(
            """
            is are was were am be been being will would can could should shall may might must have has had do
            does did isn't aren't wasn't
            """
        ),
        subjects: words("i you he she it we they this that there these those here"),
        doubtful: words(
            """
            on in up off over out down so some any more most another when while where who what how her
            """
        ),
        fillers: phrases(
            """
            um, uh, uhm, er, erm, hm, hmm, mm, mmm, ah, you know, i mean, let me see, let me think, let's see,
            hold on, wait, one second, one moment, just a moment, just a second, actually, basically
            """
        ),
        openings: phrases(
            """
            i want, i need, i'd like, i would like, we want, we need, we'd like, we would like, can you, could
            you, would you, will you, can i, could i, may i, do you, are you, is there, are there, how about,
            what about, tell me about, give me, show me, my name, i think, i guess, i was wondering, what if, in
            order, as well as, i don't, i didn't
            """
        ),
        closings: phrases(
            """
            yes, yeah, yep, no, nope, ok, okay, sure, thanks, thank you, please, bye, goodbye, that's all,
            that's it, that is all, that is it, never mind, nevermind, of course, correct, exactly, stop, hello,
            hi, hey, nothing else, right, good, great, perfect, i think so, i hope so, i guess so, i don't think
            so, i don't know, no idea, me too, as well, all right, alright, not really, go ahead, come on, come
            in, hurry up, what's up, what for, thank you so much, thank you very much
            """
        ),
        questionWords: phrases(
            """
            what, who, where, which, how, why, whose, when is, when are, when was, when will, when can, when do,
            when does, when did, when's, what's, who's, where's, how's
            """
        ),
        questionVerbs: words(
            """
            is are was were am will would can could should may do does did have has isn't aren't don't doesn't
            didn't can't won't
            """
        ),
        conditions: words("if when while although because unless since once whenever"),
        consequences: words("then please call tell let me just will would can could should i'll you'll we'll don't"),
        digits: words("zero oh one two three four five six seven eight nine double"),
        contractions: ["m", "re", "ll", "ve", "d", "s"]
    )
}
