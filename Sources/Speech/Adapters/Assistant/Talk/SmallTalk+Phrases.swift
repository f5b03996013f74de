// A table: data, exempt from the size rule.

extension SmallTalk {
    /// What is said for each, as words are compared; a stroke between two ways to say it.
    static let table: [SmallTalk: String] = [
        .repetition: """
        repeat / repeat that / repeat it / repeat please / can you repeat / can you repeat that /
        could you repeat that / could you repeat / say that again / say it again / can you say that again /
        could you say that again / what did you say / what did you just say / what did you say last /
        what was that / what was the last thing you said / pardon / pardon me / sorry / come again / again /
        one more time / i did not hear you / i didn't hear you / i did not catch that / i didn't catch that /
        i did not understand / i didn't get that / repite / repitelo / repita / repitame / puedes repetir /
        puede repetir / puedes repetirlo / puede repetirlo / me lo puedes repetir / me lo puede repetir /
        que has dicho / que dijiste / que ha dicho / que dices / como dices / como dice / otra vez / perdon /
        no te he oido / no te he entendido / no le he entendido / no he entendido /
        que es lo ultimo que has dicho / como has dicho
        """,
        .stop: """
        stop / stop it / stop talking / be quiet / quiet / shut up / silence / hush / enough / that's enough /
        wait / never mind / nevermind / forget it / cancel / cancel that / hold on / one moment / nothing /
        silencio / callate / calla / basta / para / para ya / deja de hablar / espera / un momento / olvidalo /
        dejalo / cancela / cancelar / da igual / nada / no importa
        """,
        .help: """
        help / help me / can you help me / can you help / what can you do / what can i ask / what can i ask you
        / what can you help me with / what can you help with / how can you help me / how can you help /
        what do you know / what can you tell me / what do you do / what are my options / i need help / ayuda /
        ayudame / puedes ayudarme / me puedes ayudar / que puedes hacer / que sabes / que sabes hacer /
        en que me puedes ayudar / en que puedes ayudarme / que te puedo preguntar / que puedo preguntar /
        que puedo preguntarte / como me puedes ayudar / que opciones tengo / necesito ayuda
        """,
        .whoAreYou: """
        who are you / what are you / who is this / who am i talking to / are you a robot / are you a machine /
        are you human / are you a human / are you a person / are you a real person / are you real /
        are you a bot / am i talking to a human / am i talking to a person / am i talking to a robot /
        am i talking to a machine / are you an ai / what is your name / what's your name / quien eres / que eres
        / quien es usted / eres un robot / eres una maquina / eres humano / eres humana / eres una persona /
        eres una persona real / como te llamas / cual es tu nombre / hablo con una persona /
        estoy hablando con una persona / estoy hablando con un robot / con quien hablo
        """,
        .howAreYou: """
        how are you / how are you doing / how are you today / how are you doing today / how is it going /
        how's it going / what's up / how do you do / como estas / como esta / como esta usted / que tal /
        que tal estas / como te va / como estas hoy / que tal todo
        """,
        .thanks: """
        thanks / thank you / thank you very much / thank you so much / thanks a lot / thanks so much /
        many thanks / thank you for your help / thanks for your help / that helps / that is helpful / gracias /
        muchas gracias / mil gracias / muy amable / gracias por tu ayuda / gracias por su ayuda /
        te lo agradezco
        """,
        .goodbye: """
        bye / goodbye / bye bye / good bye / see you / see you later / have a nice day / have a good day /
        good night / that's all / that is all / that will be all / that's it / nothing else / adios /
        hasta luego / hasta pronto / hasta manana / chao / nos vemos / eso es todo / nada mas / buenas noches /
        que tenga buen dia / ya esta
        """,
        .greeting: """
        hello / hi / hey / hi there / hello there / good morning / good afternoon / good evening /
        is anybody there / is anyone there / are you there / can you hear me / hello can you hear me / hola /
        buenos dias / buenas tardes / buenas / hay alguien / hola buenas / me oyes / me escuchas / estas ahi
        """,
        .time: """
        what time is it / what time is it now / what's the time / what is the time / tell me the time /
        do you have the time / can you tell me the time / what is the time now / que hora es / me dices la hora
        / dime la hora / que hora tienes / que hora es ahora / sabes que hora es
        """,
        .date: """
        what day is it / what day is it today / what day is today / what is the date / what's the date /
        what is the date today / what's the date today / what is today's date / what's today's date / que dia es
        / que dia es hoy / a que dia estamos / a que estamos / que fecha es / que fecha es hoy
        """,
    ]
}
